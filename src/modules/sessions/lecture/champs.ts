import { viaParser } from '#web/fields.ts'

/** Une adresse de visioconférence : `https`, et rien d'autre. */
const asLien = (t: string): string | undefined => {
  if (!URL.canParse(t)) return undefined
  const { protocol, href } = new URL(t)
  return protocol === 'https:' && href.length <= 500 ? href : undefined
}

export const lienConnexion = () =>
  viaParser(asLien, 'Collez l’adresse entière de la salle virtuelle : elle commence par https://.')
