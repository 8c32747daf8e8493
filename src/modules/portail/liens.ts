import { link } from '#web/links.ts'

export const formationsUrl = link('/formations')
export const planUrl = link('/sitemap.xml')
