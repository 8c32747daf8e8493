/**
 * Des instances arrêtées, prêtes à copier : `vierge`, migrée, et `demonstration`, où la démonstration vient d’être chargée, à
 * l’heure de la machine ou à un instant donné. Un passage entier n’en fait qu’un de chaque. Créer une base, la migrer et charger la démonstration prend le même temps pour chaque fichier et n’est pas ce qu’il
 * éprouve : le premier qui en a besoin fait le moule, les autres le copient. Le premier lancement, lui, s’éprouve
 * dans `test/application/serveur.itest.ts` et `demo.itest.ts`.
 */
import { execFile } from 'node:child_process'
import { chmod, lstat, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, inject, vi } from 'vitest'
import { fixedClock } from '#platform/clock/clock.ts'
import { demarrerPostgres } from '#platform/postgres/index.ts'
import { chargerDemonstration } from '../../src/app/demo/demo.ts'
import { ouvrirInstance } from '../../src/app/instance.ts'
import { lireConfig } from '../../src/app/lire-config.ts'

export type Moule = 'vierge' | 'demonstration'

const executer = promisify(execFile)
const existe = (chemin: string) =>
  lstat(chemin).then(
    () => true,
    () => false,
  )

/** Fait le moule dans ce dossier, par les gestes du serveur, et l’arrête : rien n’y tourne plus. */
const couler = async (moule: Moule, dossier: string, depart: Date | undefined): Promise<void> => {
  await chmod(dossier, 0o711)
  const lue = lireConfig()
  if (!lue.ok) throw new Error(lue.error.phrase)
  const config = { ...lue.value, donnees: dossier, demo: moule === 'demonstration', pool: 4 }
  const grappe = await demarrerPostgres({ dossier, essai: true })
  try {
    const instance = await ouvrirInstance(config, grappe, {
      niveau: 'silent',
      ...(depart && { clock: fixedClock(depart) }),
    })
    try {
      if (config.demo && !(await chargerDemonstration(instance))) throw new Error('Rien n’a été chargé.')
    } finally {
      await instance.fermer()
    }
  } finally {
    await grappe.arreter()
  }
  // Sous un compte qui n’entre pas ici, la base est ailleurs et `base` est un lien : deux copies la partageraient.
  if ((await lstat(path.join(dossier, 'base'))).isSymbolicLink())
    throw new Error(`La base de ${dossier} n’y est pas : ce dossier ne se copie pas.`)
}

/**
 * Copie ce moule dans `vers`, un dossier vide. Deux processus qui le veulent ensemble n’en font qu’un. `depart` : l’heure où la
 * démonstration se charge ; sans elle, celle de la machine.
 */
export const copierMoule = async (moule: Moule, vers: string, depart?: Date): Promise<void> => {
  const dossier = inject('moules')
  const fait = path.join(dossier, depart ? `${moule}-${depart.getTime()}` : moule)
  const verrou = `${fait}.verrou`
  while (!(await existe(fait))) {
    const mien = await mkdir(verrou).then(
      () => true,
      () => false,
    )
    if (!mien) {
      // Un autre le fait : il finit, ou renonce et rend le verrou.
      await vi.waitFor(async () => expect((await existe(fait)) || !(await existe(verrou))).toBe(true), {
        timeout: 800_000,
        interval: 100,
      })
      continue
    }
    const neuf = await mkdtemp(`${fait}.neuf-`)
    try {
      await couler(moule, neuf, depart)
      await rename(neuf, fait)
    } finally {
      await rm(verrou, { recursive: true, force: true })
    }
  }
  // `cp -a` garde les comptes et les droits, que PostgreSQL exige.
  await executer('cp', ['-a', `${fait}/.`, vers])
}

/** Une grappe à soi, dont la base `coforme` est migrée et vide ; `defaire` l’arrête et l’efface. */
export const grappeMigree = async () => {
  const dossier = await mkdtemp(path.join(tmpdir(), 'coforme-parcours-'))
  // mkdtemp ferme le dossier : le compte qui porte la base ne pourrait y entrer.
  await chmod(dossier, 0o711)
  await copierMoule('vierge', dossier)
  const grappe = await demarrerPostgres({ dossier, essai: true })
  const defaire = async () => {
    await grappe.arreter()
    await rm(dossier, { recursive: true, force: true })
  }
  return { connexion: grappe.connexion, defaire }
}
