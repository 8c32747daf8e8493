import type { Context } from 'hono'
import { z } from 'zod'
import { asId } from '#kernel/id.ts'
import { droits, peutVisiteur } from '#modules/organisme/index.ts'
import { estSienne, lireSession, type SessionLue } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Env, Visiteur } from '#web/env.ts'
import { choix, duree, identifiant, texte } from '#web/fields.ts'
import type { FormOf } from '#web/form.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import type { Televersement } from '#web/porte-des-fichiers.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import type { Logiciel } from '../db/a-part.ts'
import { type GenreElement, genresPrevus } from '../domain/a-part.ts'
import { languesVues } from '../lecture/titres-de-liste.ts'

/** Noter une preuve : qui prépare la session, ou qui l’anime. */
export const peutNoter = (v: Visiteur, session: SessionLue): boolean =>
  !v.assistance && peutVisiteur(v, 'sessions.planifier', { estSien: estSienne(session, v.personneId) })

export const pourDistance = (
  c: Context<Env>,
  ecrit: boolean,
  work: (tx: TenantTx, visiteur: Visiteur, session: SessionLue) => Promise<Response>,
): Promise<Response> =>
  pourVisiteur(c, c.get('services').db, async (tx, visiteur) => {
    const id = asId<'Session'>(c.req.param('session') ?? '')
    const session = id && (await lireSession(tx, id))
    if (!session) return notFound(c)
    if (!peutVisiteur(visiteur, 'emargement.lire', { estSien: estSienne(session, visiteur.personneId) }))
      return forbidden(c, droits['emargement.lire'].phrase)
    if (ecrit && !peutNoter(visiteur, session)) return forbidden(c, droits['sessions.planifier'].phrase)
    return work(tx, visiteur, session)
  })

/** Ce qu’une page dit et demande de chaque genre d’élément. */
export type Fiche = {
  readonly titre: string
  readonly geste: string
  readonly intitule: string
  readonly article: string
  readonly personne: 'exigee' | 'facultative' | 'sans'
  readonly demande: readonly ('prevue' | 'minutes' | 'canal' | 'delai' | 'resultat' | 'fichier')[]
}
export const fiches: Readonly<Record<GenreElement, Fiche>> = {
  assistant: {
    titre: 'Désigner qui assiste',
    geste: 'Désigner',
    intitule: 'Nom et qualité',
    article: 'D6313-3-1, 1°',
    personne: 'sans',
    demande: ['canal', 'delai'],
  },
  echange: {
    titre: 'Noter un échange d’assistance',
    geste: 'Noter l’échange',
    intitule: 'De quoi il s’agissait',
    article: 'D6313-3-1, 1°',
    personne: 'facultative',
    demande: ['canal', 'fichier'],
  },
  realisation: {
    titre: 'Noter une activité réalisée',
    geste: 'Noter l’activité',
    intitule: 'Travail rendu, trace',
    article: 'D6313-3-1, 2°',
    personne: 'exigee',
    demande: ['prevue', 'fichier'],
  },
  evaluation: {
    titre: 'Noter une évaluation',
    geste: 'Noter l’évaluation',
    intitule: 'Ce qui est évalué',
    article: 'D6313-3-1, 3°',
    personne: 'exigee',
    demande: ['resultat', 'fichier'],
  },
  'afest-analyse': {
    titre: 'Noter l’analyse de l’activité',
    geste: 'Noter l’analyse',
    intitule: 'Activité analysée, et ce qu’on en retient',
    article: 'D6313-3-2, 1°',
    personne: 'sans',
    demande: ['fichier'],
  },
  'afest-formateur': {
    titre: 'Désigner qui forme au travail',
    geste: 'Désigner',
    intitule: 'Nom et fonction',
    article: 'D6313-3-2, 2°',
    personne: 'sans',
    demande: ['fichier'],
  },
  'afest-situation': {
    titre: 'Noter une mise en situation',
    geste: 'Noter la mise en situation',
    intitule: 'Ce qui fut fait',
    article: 'D6313-3-2, 3°',
    personne: 'exigee',
    demande: ['minutes', 'fichier'],
  },
  'afest-reflexion': {
    titre: 'Noter une phase réflexive',
    geste: 'Noter la phase réflexive',
    intitule: 'Ce qu’on en a tiré',
    article: 'D6313-3-2, 3°',
    personne: 'exigee',
    demande: ['minutes', 'fichier'],
  },
  'afest-evaluation': {
    titre: 'Noter une évaluation propre à la situation de travail',
    geste: 'Noter l’évaluation',
    intitule: 'Ce qui est évalué',
    article: 'D6313-3-2, 4°',
    personne: 'exigee',
    demande: ['resultat', 'fichier'],
  },
}

const maxListe = 2_000_000
export const fieldsPlan = z.object({
  genre: choix(genresPrevus, { phrase: 'Dites si elle se suit à distance ou au travail.' }),
  intitule: texte({ min: 3, max: 250, vide: 'Écrivez ce qu’il y a à faire.' }),
  minutes: duree(),
})
export const fieldsListe = z.object({
  seance: identifiant(asId<'Seance'>, { phrase: 'Choisissez la demi-journée.' }),
  // Ni « texte » ni UTF-8 : Teams rend de l’UTF-16. Le lecteur juge, et refuse en phrase.
  liste: z
    .unknown()
    .optional()
    .transform((brut, ctx): Televersement => {
      const f = brut as Partial<Televersement> | undefined | ''
      if (
        f &&
        f.octets instanceof Uint8Array &&
        typeof f.taille === 'number' &&
        f.taille > 0 &&
        f.taille <= maxListe
      )
        return f as Televersement
      ctx.addIssue({
        code: 'custom',
        message: 'Choisissez le fichier CSV que rend le logiciel, 2 Mo au plus.',
      })
      return z.NEVER
    }),
})
export const fieldsRetrait = z.object({ activite: identifiant(asId<'ActivitePrevue'>) })
export type FormPlan = FormOf<typeof fieldsPlan>
export type FormListe = FormOf<typeof fieldsListe>

export const motLogiciel: Readonly<Record<Logiciel, string>> = {
  zoom: 'Zoom',
  bigbluebutton: 'BigBlueButton',
  teams: 'Teams',
  meet: 'Google Meet',
  webex: 'Webex',
}

const enumerer = new Intl.ListFormat('fr', { type: 'conjunction' })

/** Ce que vaut la lecture d’une liste de ce logiciel : les titres de colonnes qui furent vus, ceux que l’on suppose. */
export const ceQuiFutVu = (l: Logiciel): string =>
  languesVues[l].length === 0
    ? `Coforme suppose les titres de colonnes de ${motLogiciel[l]}, sans en avoir vu de fichier : vérifiez les heures lues.`
    : `Coforme connaît les titres de colonnes de ${motLogiciel[l]} en ${enumerer.format(languesVues[l])} ; dans une autre langue, il les suppose : vérifiez alors les heures lues.`
