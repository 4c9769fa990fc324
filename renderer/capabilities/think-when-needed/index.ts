export { CalibrationReports } from './calibration-reports.tsx'
export { MarginMenu } from './margin-menu.tsx'
export { MarginSlider } from './margin-slider.tsx'
