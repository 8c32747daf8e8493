import './bilan.ts'
