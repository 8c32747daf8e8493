/** Ce qui reste à affecter (R20), en mots, et la page où cela se répare. */
import { type DateCivile, dateCivile, formaterDate } from '#kernel/dates.ts'
import { type Droit, peutVisiteur } from '#modules/organisme/index.ts'
import { affecterUrl, sessionUrl } from '#modules/sessions/index.ts'
import { nommerTiers, personneUrl } from '#modules/tiers/index.ts'
import { type TenantTx, uneFois } from '#platform/db/index.ts'
import type { Visiteur } from '#web/env.ts'
import { sessionsDuCompte } from '../db/enseignes.queries.ts'
import type { Exercice } from '../domain/dossier.ts'
import { ecrireExercice } from '../domain/exercices.ts'
import { type Manque, personneSansStatut } from '../domain/faits.ts'
import { aCompleterUrl } from '../liens.ts'
import { lienDuProduit } from './detailler.ts'
import { type BilanLu, lireBilan } from './lire-bilan.ts'

export type ManqueDit = {
  readonly quoi: Manque['quoi']
  readonly phrase: string
  readonly ou: string
  readonly href: string | null
  /** Un produit repris sans origine s'affecte sur place. */
  readonly produit: string | null
  /** Les enseignes que ce manque regarde. */
  readonly enseignes: readonly string[]
  readonly par: Complete
}

/** Qui complète ce manque : le droit qu’il y faut, et la session sur laquelle on l’a. */
type Complete = { readonly droit: Droit; readonly session: string | null }
/** Ce manque, la personne qui lit peut-elle le compléter elle-même ? */
export type Completeuse = (par: Complete) => boolean

export const phrasesDeManque: Readonly<Record<Manque['quoi'], string>> = {
  origine: 'Un produit sans origine',
  'heures-action': 'Un produit d’une action sans heure',
  'statut-intervenant': 'Un intervenant sans statut ce jour-là',
  intervenant: 'Une séance sans intervenant',
  'statut-stagiaire': 'Un stagiaire sans statut',
  objectif: 'Une action sans objectif (F-3)',
  nsf: 'Une action sans spécialité (F-4)',
}

const couper = (ou: string, signe: string): readonly [string, string] => {
  const i = ou.indexOf(signe)
  return i < 0 ? [ou, ''] : [ou.slice(0, i), ou.slice(i + signe.length)]
}

const completeDe = (lu: BilanLu, { quoi, ou }: Manque): Complete => {
  const p = lu.produits.get(ou)
  const numero = p ? p.action : couper(ou, '/')[0]
  const session = (numero === null ? undefined : lu.actions.get(numero)?.session) ?? p?.session ?? null
  const droits: Readonly<Record<Manque['quoi'], Droit>> = {
    origine:
      p?.source === 'reprise' || !p
        ? 'bpf.etablir'
        : p.facture === undefined
          ? 'inscriptions.inscrire'
          : 'facturation.emettre',
    'heures-action': 'sessions.planifier',
    'statut-intervenant': 'intervenants.tenir',
    intervenant: 'sessions.planifier',
    'statut-stagiaire': 'inscriptions.inscrire',
    objectif: 'catalogue.ecrire',
    nsf: 'catalogue.ecrire',
  }
  return { droit: droits[quoi], session }
}

/** Qui n’a ces droits que sur le sien les a sur les sessions de ce compte ; le reste, une autre personne le complète. */
export const completeuse = async (tx: TenantTx, visiteur: Visiteur): Promise<Completeuse> => {
  const siennes = await sessionsDuCompte(tx, visiteur.personneId)
  return ({ droit, session }) =>
    peutVisiteur(visiteur, droit, { estSien: session !== null && siennes.has(session) })
}

/**
 * De quelles enseignes est un manque : celle du produit ou de l’action ; celle de la fiche, si la personne y anime ce jour-là. Animer dans une autre, ou
 * une mission, n’en regarde aucune : la coopérative seule y lit la fiche et la séance.
 */
const enseignesDe = (lu: BilanLu, { quoi, ou }: Manque): readonly string[] => {
  if (quoi === 'origine' || quoi === 'heures-action') {
    const p = lu.produits.get(ou)
    return p ? [p.activite] : []
  }
  const [personne, jour] = couper(ou, ', ')
  const actions =
    quoi === 'statut-intervenant'
      ? lu.sommes.interventions
          .filter((i) => i.formateur === personne && i.date === jour)
          .map((i) => i.action)
      : [couper(ou, '/')[0]]
  const celles = [...new Set(actions.flatMap((a) => lu.actions.get(a)?.activite ?? []))]
  return quoi === 'statut-intervenant' ? celles.filter((e) => e === lu.fiches.get(personne)) : celles
}

/** Combien de manques regardent chaque enseigne, de ceux que l’on peut compléter. Ceux qui n’en regardent aucune sont à la coopérative. */
export const manquesParEnseigne = (
  lu: BilanLu,
  peut: Completeuse = () => true,
): ReadonlyMap<string, number> => {
  const comptes = new Map<string, number>()
  for (const m of lu.bpf.faits.manques.filter((x) => peut(completeDe(lu, x))))
    for (const e of enseignesDe(lu, m)) comptes.set(e, (comptes.get(e) ?? 0) + 1)
  return comptes
}

const parCle = uneFois((tx, cle) => {
  const [debut, fin] = cle.split('..') as [DateCivile, DateCivile]
  return lireBilan(tx, { debut, fin })
})
/** Le bilan d’un exercice, lu une fois par page : la journée et le compte d’une enseigne disent tous deux ce qui y manque. */
export const bilanUneFois = (tx: TenantTx, exercice: Exercice): Promise<BilanLu> =>
  parCle(tx, ecrireExercice(exercice))

/** Ce que la personne qui lit peut compléter, d’une enseigne, au bilan d’un exercice, et la page qui le dit. */
export const manquesAuBilan = async (
  tx: TenantTx,
  visiteur: Visiteur,
  activite: string,
  exercice: Exercice,
): Promise<{ readonly nombre: number; readonly href: string }> => ({
  nombre:
    manquesParEnseigne(await bilanUneFois(tx, exercice), await completeuse(tx, visiteur)).get(activite) ?? 0,
  href: aCompleterUrl({ exercice: ecrireExercice(exercice), activite }),
})

export const lireManques = async (tx: TenantTx, lu: BilanLu): Promise<ManqueDit[]> => {
  const { manques } = lu.bpf.faits
  const personnes = manques.flatMap((m) =>
    m.quoi === 'statut-stagiaire' ? [couper(m.ou, '/')[1]] : personneSansStatut(m),
  )
  const noms = await nommerTiers(tx, [...new Set(personnes)])
  const nom = (personne: string) => noms.get(personne) ?? 'Une personne d’une autre enseigne'
  const session = (numero: string) => lu.actions.get(numero)
  return manques.map((manque): ManqueDit => {
    const { quoi, ou } = manque
    const enseignes = enseignesDe(lu, manque)
    const commun = {
      quoi,
      phrase: phrasesDeManque[quoi],
      produit: null,
      enseignes,
      par: completeDe(lu, manque),
    }
    if (quoi === 'origine' || quoi === 'heures-action') {
      const p = lu.produits.get(ou)
      return {
        ...commun,
        ...(p?.sansDossier ? { phrase: 'Une facture enregistrée, dont le dossier reste à dire' } : {}),
        ou: p?.libelle ?? ou,
        href: p ? lienDuProduit(p) : null,
        produit: quoi === 'origine' && p?.source === 'reprise' ? ou : null,
      }
    }
    if (quoi === 'statut-intervenant') {
      const [personne, jour] = couper(ou, ', ')
      const le = dateCivile(jour)
      return {
        ...commun,
        ou: `${nom(personne)}${le ? `, le ${formaterDate(le)}` : ''}`,
        href: personneUrl({ personne }),
      }
    }
    const [numero, suite] = couper(ou, '/')
    const s = session(numero)
    const intitule = s ? `${s.intitule} (${numero})` : numero
    return {
      ...commun,
      ou: quoi === 'statut-stagiaire' ? `${nom(suite)}, ${intitule}` : intitule,
      href: s
        ? quoi === 'intervenant'
          ? affecterUrl({ session: s.session, seance: suite })
          : sessionUrl({ session: s.session })
        : null,
    }
  })
}
