import type { TestProject } from 'vitest/node'
import { creerModele, decrireEmbarquee, decrireExterne, type GrappeDEssai, supprimerBase } from './modele.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    grappe: GrappeDEssai
  }
}

/**
 * Une grappe par passage : la base embarquée, ou celle de DATABASE_URL (une grappe d'essai : les mots de passe
 * des rôles coforme_… y sont changés). Un modèle migré ; chaque fichier en reçoit une copie.
 */
export default async (project: TestProject) => {
  const modele = `coforme_modele_${process.pid}`
  const adresse = process.env['DATABASE_URL']
  if (adresse) {
    const g = decrireExterne(modele, adresse)
    await creerModele(g)
    project.provide('grappe', g)
    return () => supprimerBase(g, modele)
  }
  const { grappe, effacer } = await demarrerEmbarquee()
  try {
    const g = decrireEmbarquee(modele, grappe.connexion)
    await creerModele(g)
    project.provide('grappe', g)
  } catch (erreur) {
    await grappe.arreter()
    await effacer()
    throw erreur
  }
  return async () => {
    await grappe.arreter()
    await effacer()
  }
}
