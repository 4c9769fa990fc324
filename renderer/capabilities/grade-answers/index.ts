export { GradeButtons } from './grade-buttons.tsx'
export { GradePane } from './grade-pane.tsx'
export { GradingSettings } from './grading-settings.tsx'
export { GradesProvider, useFollowGrades } from './use-grades.ts'
