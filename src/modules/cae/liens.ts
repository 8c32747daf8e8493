import { link } from '#web/links.ts'

export const visasUrl = link('/visas')
export const visasCsvUrl = link('/visas.csv')
export const viserUrl = link('/visas/:piece')
export const plafondsUrl = link('/visas/plafonds')
export const plafondUrl = link('/visas/plafonds/:plafond')
