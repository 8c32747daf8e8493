import { enumerer, FINE, tronquer, uneLigne } from '#kernel/texte.ts'
import { niveauDeCadre, type ObjectifF3 } from './classement.ts'
import { type Contenu, sansRubriques } from './contenu.ts'
import type { ActionLue, Constat, OffreLue } from './lheo.ts'
import type { Modalite } from './offre.ts'

const codesModalite: Readonly<Record<string, Modalite>> = { 0: 'presentiel', 1: 'mixte', 2: 'distance' }

/** Les valeurs distinctes que disent les actions ; une seule, et elle vaut pour la formation. */
const distinctes = <T>(actions: readonly ActionLue[], lire: (a: ActionLue) => T | null): T[] => [
  ...new Set(actions.map(lire).filter((v) => v !== null)),
]
const assembler = (actions: readonly ActionLue[], lire: (a: ActionLue) => string | null): string =>
  distinctes(actions, lire).join('\n')

const heures = (a: ActionLue): number | null =>
  a.heuresTotal ?? (a.heuresCentre === null ? null : a.heuresCentre + (a.heuresEntreprise ?? 0))

/** Les points d’une liste à tirets, tels que le texte brut les rend ; rien si ce n’en est pas une. */
const points = (texte: string | null): string[] =>
  (texte ?? '')
    .split('\n')
    .flatMap((ligne) => /^\s*[-–•*]\s+(.+)$/.exec(ligne)?.[1] ?? [])
    .map(uneLigne)
    .filter((t) => t !== '')

/** Le code dit le répertoire, donc la ligne du cadre F-3 (déduit) ; sans code, personne ne l’a dit. */
const f3De = (certification: string | null): ObjectifF3 | null =>
  certification === null ? null : certification.startsWith('RNCP') ? 'a' : 'b'

const prerequisDe = (f: OffreLue): string => {
  const exige = f.actions.some((a) => a.niveauEntreeObligatoire === true)
  const niveau = f.niveauEntree?.libelle
  const connu = exige && niveau && f.niveauEntree?.code !== '0' && f.niveauEntree?.code !== '1'
  return [assembler(f.actions, (a) => a.conditions), connu ? `Niveau d’entrée exigé : ${niveau}.` : '']
    .filter((t) => t !== '')
    .join('\n')
}

const financementDe = (f: OffreLue): string => {
  const payeurs = [
    ...new Set(f.actions.flatMap((a) => a.financeurs.map((c) => c.libelle).filter((t) => t !== null))),
  ]
  const phrases = [...new Set(f.actions.flatMap((a) => a.financement))]
  return [
    ...(payeurs.length > 0 ? [`Financeurs possibles : ${enumerer(payeurs, 'ou')}.`] : []),
    ...phrases,
  ].join('\n')
}

const accesDe = (f: OffreLue): string => {
  const entrees = [
    ...new Set(f.actions.map((a) => a.entreesSorties?.libelle).filter((t) => typeof t === 'string')),
  ]
  const inscriptions = [
    ...new Set(f.actions.flatMap((a) => a.sessions.map((s) => s.inscription).filter((t) => t !== null))),
  ]
  return [
    assembler(f.actions, (a) => a.recrutement),
    ...inscriptions,
    entrees.length === 1 ? `Entrées ${entrees[0]}.` : '',
  ]
    .filter((t) => t !== '')
    .join('\n')
}

/**
 * Ce qu’une formation lue devient en brouillon. Des actions qui se contredisent ne sont pas départagées : la valeur
 * reste vide et le constat le dit ; l’adoption demandera de trancher.
 */
export const enBrouillon = (f: OffreLue): { contenu: Contenu; constats: Constat[] } => {
  const constats: Constat[] = []
  const unique = <T>(valeurs: readonly T[], quoi: string): T | null => {
    if (valeurs.length > 1)
      constats.push({
        niveau: 'avertissement',
        code: 'actions-divergentes',
        ligne: f.ligne,
        chemin: 'formation/action',
        phrase: `Les actions de cette formation donnent ${valeurs.length} ${quoi} différents${FINE}; aucune n’est retenue.`,
      })
    return valeurs.length === 1 ? (valeurs[0] ?? null) : null
  }
  const duree = unique(
    distinctes(f.actions, (a) => heures(a) || null),
    'nombres d’heures',
  )
  const prix = unique(
    distinctes(f.actions, (a) => a.prixTotalTtc),
    'prix',
  )
  const modes = distinctes(f.actions, (a) => (a.modalites ? (codesModalite[a.modalites.code] ?? null) : null))
  // Le contact d’un autre organisme n’est pas le nôtre : il ne paraîtrait pas sous notre nom.
  const contacts = f.organisme.etrangere ? [] : f.contacts
  const handicap = contacts.find((c) => c.genre?.code === '1')
  const contact = contacts.find((c) => c !== handicap)
  const f3 = f3De(f.certifications[0] ?? null)
  return {
    constats,
    contenu: {
      ...sansRubriques,
      objectifs: points(f.objectif),
      moyensTechniques: [...new Set(f.actions.flatMap((a) => a.equipements))].join('\n'),
      suivi: assembler(f.actions, (a) => a.alternance),
      financement: financementDe(f),
      contact: contact?.nom ?? '',
      contactCourriel: contact?.courriel ?? '',
      contactTelephone: contact?.telephone ?? '',
      referentHandicap: handicap
        ? [handicap.nom, handicap.courriel, handicap.telephone].filter((t) => t !== '').join(', ')
        : '',
      certBlocs: f.blocs,
      f3,
      niveauF3: f3 === 'a' ? niveauDeCadre(f.niveauSortie2019) : null,
      intitule: f.intitule,
      objectif: f.objectif ?? '',
      resultats: f.resultats ?? '',
      contenu: f.contenu ?? '',
      publicVise: assembler(f.actions, (a) => a.infoPublic),
      prerequis: prerequisDe(f),
      methodes: assembler(f.actions, (a) => a.pedagogie),
      evaluation: '',
      acces: accesDe(f),
      accessibilite: assembler(f.actions, (a) => a.accesHandicapes),
      certifiante: f.certifiante ?? false,
      certification: f.certifications[0] ?? null,
      nsf: f.nsf,
      formacodes: f.formacodes,
      rome: f.rome,
      modalite: modes.length === 1 ? (modes[0] ?? null) : null,
      duree: duree === null ? null : duree * 60,
      dureeTexte: tronquer(uneLigne(assembler(f.actions, (a) => a.dureeIndicative)), 150),
      prix,
    },
  }
}
