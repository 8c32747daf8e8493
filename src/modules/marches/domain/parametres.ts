/**
 * Les règles des marchés que le code applique, datées : chacune a sa source et sa marque. On ajoute une ligne, on n’en change aucune : le passé se rejoue
 * comme il fut décidé. Rien ici n’est un conseil juridique.
 */
import type { DateCivile } from '#kernel/dates.ts'
import { enVigueur, ligneEnVigueur, type ParametreDate } from '#kernel/parametres.ts'

/** `certain` : le texte, ou plusieurs sources qui concordent ; `deduit` : nôtre, tiré des textes ; `douteux` : de mémoire, article non relu. */
type Marque = 'certain' | 'deduit' | 'douteux'
export const motsDeMarque: Readonly<Record<Marque, string>> = {
  certain: 'certain',
  deduit: 'déduit',
  douteux: 'douteux',
}
const ouiNon = (v: boolean) => (v ? 'oui' : 'non')
/** Le code de la commande publique est entré en vigueur ce jour-là. */
const code = '2019-04-01'
const regle = <T>(
  question: string,
  marque: Marque,
  dire: (valeur: T) => string,
  valeurs: ParametreDate<T>,
) => ({
  question,
  marque,
  valeurs,
  /** Ce qu’elle dit ce jour-là, dans ses mots, et d’où cela vient. */
  au(jour: DateCivile) {
    const { valeur, source } = ligneEnVigueur(valeurs, jour)
    return { dit: dire(valeur), source }
  },
})
const jours = (n: number) => `${n} jours`
const signes = (n: number) => `${n} signes`

export const regles = {
  joursDeVisa: regle('Le titulaire vise une demande de paiement direct sous', 'douteux', jours, [
    { depuis: code, valeur: 15, source: 'R2193-12 du code de la commande publique, à vérifier' },
  ]),
  tacite: regle('Sans réponse du titulaire, la demande est réputée acceptée', 'douteux', ouiNon, [
    { depuis: code, valeur: true, source: 'R2193-12 du code de la commande publique, à vérifier' },
  ]),
  compositionFigee: regle(
    'Entre la date limite et la signature, la composition ne change pas',
    'certain',
    ouiNon,
    [{ depuis: code, valeur: true, source: 'R2142-26 du code de la commande publique' }],
  ),
  unMandat: regle('Une coopérative n’est mandataire que d’un groupement par marché', 'certain', ouiNon, [
    { depuis: code, valeur: true, source: 'R2142-23 du code de la commande publique' },
  ]),
  repartition: regle(
    'Un groupement conjoint sans répartition écrite peut être requalifié en solidaire',
    'certain',
    ouiNon,
    [{ depuis: code, valeur: true, source: 'R2142-20 du code de la commande publique' }],
  ),
  deuxOffres: regle('L’acheteur peut interdire deux offres, seule et en groupement', 'douteux', ouiNon, [
    { depuis: code, valeur: true, source: 'R2142-21 du code de la commande publique, non relu' },
  ]),
  dernierDepot: regle('De plusieurs dépôts, seul le dernier reçu à l’heure compte', 'douteux', ouiNon, [
    { depuis: code, valeur: true, source: 'R2151-6 du code de la commande publique, à vérifier' },
  ]),
  motifsDus: regle('L’acheteur doit les motifs et les notes à qui est rejeté', 'douteux', ouiNon, [
    {
      depuis: code,
      valeur: true,
      source: 'R2181-1 à R2181-4 du code de la commande publique, selon la procédure',
    },
  ]),
  necessite: regle('La raison d’être ensemble s’écrit, pour chaque membre, en', 'deduit', signes, [
    {
      depuis: '1900-01-01',
      valeur: 40,
      source: 'Autorité de la concurrence, 22-D-04, pour l’écrit ; la longueur est un choix de Coforme',
    },
  ]),
  partDuBilan: regle('Chaque cotraitant déclare sa seule part au bilan pédagogique', 'douteux', ouiNon, [
    {
      depuis: '1900-01-01',
      valeur: true,
      source: 'règle R14 : aucune notice lue n’en parle, à confirmer avec la DREETS',
    },
  ]),
  compensation: regle('Une habilitation ne compense que ses coûts', 'douteux', ouiNon, [
    {
      depuis: '1900-01-01',
      valeur: true,
      source: 'L6121-2-1 du code du travail, à vérifier dans votre convention',
    },
  ]),
  gel: regle('Le dossier se gèle avant la date limite, de', 'deduit', (h: number) => `${h} heures`, [
    { depuis: '1900-01-01', valeur: 24, source: 'choix de Coforme' },
  ]),
  conventionHors: regle('Une convention signée hors Coforme se dit, en', 'deduit', signes, [
    { depuis: '1900-01-01', valeur: 10, source: 'choix de Coforme : un mot n’en est pas une preuve' },
  ]),
  manche: regle('Des prix revus s’attendent au plus', 'deduit', jours, [
    { depuis: '1900-01-01', valeur: 365, source: 'choix de Coforme : au-delà, la date est mal recopiée' },
  ]),
} as const

/** Chaque règle telle qu’elle vaut ce jour-là, pour la page. */
export const reglesAu = (jour: DateCivile) =>
  Object.values(regles).map((r) => ({ question: r.question, marque: r.marque, ...r.au(jour) }))

/** La valeur d’aujourd’hui, pour ce que la base tient sans date (`tools/regles-en-base.ts`). */
export const derniereValeur = <T>(r: { readonly valeurs: ParametreDate<T> }): T =>
  enVigueur(r.valeurs, '9999-12-31' as DateCivile)
/** Une date d’avant le code est mal écrite : elle se juge comme au premier jour du code. */
const ligneDuVisa = (jour: string) =>
  ligneEnVigueur(regles.joursDeVisa.valeurs, (jour < code ? code : jour) as DateCivile)
export const joursDeVisa = (jour: string): number => ligneDuVisa(jour).valeur
export const articleDuVisa = (jour: string): string => ligneDuVisa(jour).source
