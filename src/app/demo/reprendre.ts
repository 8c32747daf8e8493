/**
 * Un chargement de la démonstration coupé net (Ctrl-C, panne) laisse un récit à moitié dit, que ses pages ne peuvent pas
 * reprendre au milieu. Un témoin, posé avant le premier geste et ôté après le dernier, le dit au départ suivant : la base,
 * qui n'a alors jamais servi personne, est refaite et le récit rejoué en entier.
 */
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '#platform/config/config.ts'
import { oterBase } from '#platform/db/index.ts'
import type { Grappe } from '#platform/postgres/index.ts'

type Lieu = Pick<Config, 'donnees' | 'databaseUrl'>

const temoin = ({ donnees }: Lieu): string => join(donnees, 'demonstration-en-cours')

/** Travaille sous le témoin. Une faute dite l'ôte aussi : le serveur sert alors, et ce qu'on y fait ne s'efface pas. */
export const sousTemoin = async (lieu: Lieu, work: () => Promise<void>): Promise<void> => {
  // Sur une base extérieure, rien ne se refait d'ici : elle n'est pas à nous.
  if (lieu.databaseUrl !== undefined) return work()
  writeFileSync(temoin(lieu), 'Chargement de la démonstration en cours.\n')
  try {
    await work()
  } finally {
    rmSync(temoin(lieu), { force: true })
  }
}

/** Refait la base si le chargement précédent fut coupé ; rien si un autre processus le mène encore. */
export const refaireSiInterrompue = async (
  config: Lieu & Pick<Config, 'demo'>,
  grappe: Grappe,
  annoncer: (phrase: string) => void,
): Promise<void> => {
  if (!config.demo || config.databaseUrl !== undefined || !existsSync(temoin(config))) return
  const otee = await oterBase(
    (autre) => grappe.connexion(grappe.administrateur, autre),
    'coforme',
    'demonstration',
  )
  if (!otee) return
  rmSync(temoin(config), { force: true })
  annoncer(
    'Le chargement de la démonstration s’était interrompu\u00a0: la base est refaite, il reprend du début.',
  )
}
