import { link } from '#web/links.ts'

export const formationsUrl = link('/formations')
export const planUrl = link('/sitemap.xml')
export const unionUrl = link('/union')
export const polesMetiersUrl = link('/poles-metiers')
export const retoursUrl = link('/retours')
export const fluxRetoursUrl = link('/retours.atom')
export const agendaUrl = link('/agenda')
export const agendaIcsUrl = link('/agenda.ics')
