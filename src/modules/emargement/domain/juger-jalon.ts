import type { ContenuDeJalon } from './registre.ts'

/** Un jalon tel qu’un témoin le reçoit ; `empreinte` : SHA-256 de son texte, hexadécimale. */
export type JalonRecu = {
  readonly empreinte: string
  readonly contenu: ContenuDeJalon | undefined
  readonly signe: boolean
}

export type RaisonDeRefus = 'illisible' | 'non-signe' | 'detache' | 'deux-chaines'

export const raisons: Readonly<Record<RaisonDeRefus, string>> = {
  illisible: 'il ne se lit pas',
  'non-signe': 'il n’est pas signé de la clé de son instance',
  detache: 'il ne suit aucun jalon que nous ayons reçu',
  'deux-chaines': 'deux chaînes différentes ont été signées de la même clé',
}

/**
 * Ce qu’un témoin dit d’un jalon, d’après ceux qu’il garde déjà de cet organisme. Deux jalons du même rang aux empreintes
 * différentes, ou deux suites du même jalon, sont deux chaînes sous une clé : quelqu’un a réécrit. Pur.
 */
export const jugerJalon = (
  organisme: string,
  gardes: readonly JalonRecu[],
  recu: JalonRecu,
): RaisonDeRefus | undefined => {
  const c = recu.contenu
  if (!c || c.organisme !== organisme) return 'illisible'
  if (!recu.signe) return 'non-signe'
  const autres = gardes.filter((g) => g.empreinte !== recu.empreinte && g.signe && g.contenu)
  const contraire = autres.some(
    (g) =>
      (g.contenu?.numero === c.numero && g.contenu.empreinte !== c.empreinte) ||
      g.contenu?.jalonPrecedent === c.jalonPrecedent,
  )
  if (contraire) return 'deux-chaines'
  if (c.jalonPrecedent !== null && !autres.some((g) => g.empreinte === c.jalonPrecedent)) return 'detache'
  return undefined
}
