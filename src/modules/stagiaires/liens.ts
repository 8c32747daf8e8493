import { link } from '#web/links.ts'

export const deleguesUrl = link('/sessions/:session/delegues')
export const disciplineUrl = link('/sessions/:session/discipline')
export const procedureUrl = link('/sessions/:session/discipline/:procedure')
