import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, rm, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { demarrerPostgres, type Grappe, joindrePostgres } from '#platform/postgres/index.ts'
import { creerModele, type GrappeDEssai, rolesDEssai, supprimerBase } from './modele.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    grappe: GrappeDEssai
  }
}

/**
 * Une grappe par passage : l'embarquée, ou celle de COFORME_TEST_DATABASE_URL, une grappe d'essai :
 * les mots de passe des rôles coforme_… y sont changés. Un modèle migré ; chaque fichier en reçoit une copie.
 */
export default async (project: TestProject) => {
  const adresse = process.env.COFORME_TEST_DATABASE_URL
  const { grappe, effacer, motsDePasse } = adresse ? await joindre(adresse) : await demarrer()
  const g: GrappeDEssai = {
    modele: `coforme_modele_${process.pid}`,
    administrateur: grappe.administrateur,
    depart: adresse ? decodeURIComponent(new URL(adresse).pathname.slice(1)) || 'postgres' : 'postgres',
    externe: adresse !== undefined,
    roles: Object.fromEntries(
      [grappe.administrateur, ...rolesDEssai].map((r) => [r, grappe.connexion(r, 'postgres')]),
    ),
    ...(motsDePasse ? { motsDePasse } : {}),
  }
  const defaire = async () => {
    if (g.externe) await supprimerBase(g, g.modele)
    await grappe.arreter()
    await effacer()
  }
  try {
    await creerModele(g)
  } catch (erreur) {
    await defaire().catch(() => {})
    throw erreur
  }
  project.provide('grappe', g)
  return defaire
}

type Mise = { grappe: Grappe; effacer: () => Promise<void>; motsDePasse?: Record<string, string> }

const joindre = async (url: string): Promise<Mise> => {
  const motsDePasse: Record<string, string> = {}
  for (const role of rolesDEssai) motsDePasse[role] = randomBytes(24).toString('hex')
  const grappe = await joindrePostgres({ url, motDePasse: (role) => motsDePasse[role] })
  return { grappe, effacer: async () => {}, motsDePasse }
}

const demarrer = async (): Promise<Mise> => {
  // En mémoire quand elle a de la place : ext4 parcourt longtemps ses inodes après des suppressions.
  const place = await statfs('/dev/shm').catch(() => undefined)
  const large = place !== undefined && place.bavail * place.bsize > 2 * 1024 ** 3
  const dossier = await mkdtemp(path.join(large ? '/dev/shm' : tmpdir(), 'coforme-essai-'))
  // mkdtemp ferme le dossier : le compte qui porte la base ne pourrait y entrer.
  await chmod(dossier, 0o711)
  const grappe = await demarrerPostgres({ dossier, essai: true })
  return { grappe, effacer: () => rm(dossier, { recursive: true, force: true }) }
}
