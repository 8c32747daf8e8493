import './registre.ts'
