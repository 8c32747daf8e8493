import { readFile, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { etatDeLaFile } from '#platform/jobs/etat-file.ts'
import type { Instance } from './instance.ts'
import { jugerCourrier, jugerDisque, jugerSauvegarde, jugerTaches, type Partie } from './juger-sante.ts'

export type Parties = Readonly<Record<string, Partie>>

/** Ce qu'une sauvegarde réussie laisse, pour que la santé dise son âge. */
export const traceDeSauvegarde = (donnees: string): string => join(donnees, 'derniere-sauvegarde')

/** Un service qui ne répond pas dans ce délai ne répond pas. */
const patience = 3_000
/** Les sondes se répètent au plus à ce rythme, quel que soit le nombre de ceux qui les lisent. */
const fraicheur = 15_000

const repond = async (demander: () => Promise<void>): Promise<boolean> => {
  let fin: NodeJS.Timeout | undefined
  const trop = new Promise<false>((fait) => {
    fin = setTimeout(() => fait(false), patience)
  })
  const oui = demander().then(
    () => true,
    () => false,
  )
  return Promise.race([oui, trop]).finally(() => clearTimeout(fin))
}

const derniereSauvegarde = async (donnees: string): Promise<Date | null> => {
  const texte = await readFile(traceDeSauvegarde(donnees), 'utf8').catch(() => '')
  const le = new Date(texte.trim())
  return Number.isNaN(le.getTime()) ? null : le
}

const examiner = async ({ services, fond, sondes }: Instance): Promise<Parties> => {
  const { config, storage } = services
  const maintenant = new Date()
  const { demo } = config
  const disque = await statfs(config.donnees).catch(() => undefined)
  const { courrier } = sondes
  const envoi = courrier ? ((await repond(courrier)) ? 'repond' : 'muet') : 'aucun'
  const depot = storage.repond && (await repond(() => storage.repond?.() ?? Promise.resolve()))
  const file = await etatDeLaFile(fond.db)
  return {
    taches: jugerTaches(file, maintenant),
    courrier: jugerCourrier(file, envoi, { maintenant, demo }),
    ...(disque ? { disque: jugerDisque(disque.bavail * disque.bsize) } : {}),
    ...(depot === undefined ? {} : { depot: { etat: depot ? 'ok' : 'panne' } as const }),
    sauvegarde: jugerSauvegarde(await derniereSauvegarde(config.donnees), { maintenant, demo }),
  }
}

/** Lit l'état de chaque partie ; rien tant que la base ne répond pas. */
export const creerSondes = (instance: Instance): (() => Promise<Parties | undefined>) => {
  let lue: { readonly le: number; readonly parties: Promise<Parties | undefined> } | undefined
  return () => {
    if (!lue || Date.now() - lue.le > fraicheur)
      lue = { le: Date.now(), parties: examiner(instance).catch(() => undefined) }
    return lue.parties
  }
}
