export { CalibrationReports } from './calibration-reports.tsx'
export { MarginSlider } from './margin-slider.tsx'
