import { link } from '#web/links.ts'

export const visasUrl = link('/visas')
export const visasCsvUrl = link('/visas.csv')
export const viserUrl = link('/visas/:piece')
