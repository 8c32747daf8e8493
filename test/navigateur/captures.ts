import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'

/**
 * Écrit une image de la page entière dans le dossier que nomme `COFORME_CAPTURES`, et rend son chemin.
 * Sans ce réglage, ne fait rien : les images se regardent, les tests n’en dépendent pas.
 */
export const capturer = async (
  page: Page,
  nom: string,
  dossier: string | undefined = process.env.COFORME_CAPTURES,
): Promise<string | undefined> => {
  if (dossier === undefined || dossier === '') return undefined
  if (!/^[a-z0-9-]+$/.test(nom)) throw new Error(`Nom de capture inattendu : « ${nom} ».`)
  mkdirSync(dossier, { recursive: true })
  const chemin = join(dossier, `${nom}.png`)
  await page.screenshot({ path: chemin, fullPage: true })
  return chemin
}
