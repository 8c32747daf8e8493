/**
 * Les textes chiffrés qui peuvent nommer une personne, ailleurs que dans ce qui est à elle : un effacement les ouvre, en ôte son nom, et
 * les referme. Une colonne chiffrée que cette liste oublie fait échouer `test/murs/effacement`.
 */
export type TexteChiffre = {
  readonly table: string
  readonly colonne: string
  /** Ce que les clés lient au texte : l’usage, et la colonne qui identifie la ligne. */
  readonly usage: string
  readonly cle: string
}

export const textesChiffres: readonly TexteChiffre[] = [
  { table: 'qualite.affaire', colonne: 'recit', usage: 'qualite.recit', cle: 'id' },
  { table: 'qualite.suite', colonne: 'chiffre', usage: 'qualite.suite', cle: 'id' },
  { table: 'stagiaires.procedure', colonne: 'griefs', usage: 'stagiaires.griefs', cle: 'id' },
  { table: 'stagiaires.etape', colonne: 'texte', usage: 'stagiaires.griefs', cle: 'id' },
  { table: 'donnees.demande', colonne: 'precision_chiffree', usage: 'donnees.demande', cle: 'id' },
]
