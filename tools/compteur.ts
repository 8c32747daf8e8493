import { appendFileSync } from 'node:fs'
import type { Reporter, TestModule, TestRunEndReason } from 'vitest/node'

export type Comptes = { readonly passes: number; readonly echoues: number; readonly sautes: number }

/** Fichier où chaque passage de Vitest ajoute une ligne de comptes en JSON. */
export const variableDesComptes = 'COFORME_COMPTES'

/**
 * Un fichier qui ne se charge pas, une préparation qui tombe, une erreur que personne n’attend : chacun
 * compte pour un échec, sinon des tests disparus passeraient pour réussis.
 */
export const compter = (modules: readonly TestModule[], erreurs: number): Comptes => {
  const comptes = { passes: 0, echoues: erreurs, sautes: 0 }
  for (const module of modules) {
    if (module.errors().length > 0) comptes.echoues += 1
    for (const suite of module.children.allSuites()) {
      if (suite.errors().length > 0) comptes.echoues += 1
    }
    for (const test of module.children.allTests()) {
      const { state } = test.result()
      if (state === 'passed') comptes.passes += 1
      else if (state === 'skipped') comptes.sautes += 1
      else comptes.echoues += 1
    }
  }
  return comptes
}

export default class Compteur implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], erreurs: readonly unknown[], raison: TestRunEndReason): void {
    const fichier = process.env[variableDesComptes]
    if (fichier === undefined) return
    const comptes = compter(modules, erreurs.length + (raison === 'interrupted' ? 1 : 0))
    appendFileSync(fichier, `${JSON.stringify(comptes)}\n`)
  }
}
