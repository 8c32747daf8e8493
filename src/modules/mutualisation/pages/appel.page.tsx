import { z } from 'zod'
import { asId } from '#kernel/id.ts'
import { refus } from '#kernel/refus.ts'
import { ko } from '#kernel/result.ts'
import { pageEtGestes, petitGeste, peutVisiteur } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Visiteur } from '#web/env.ts'
import { caseCochee, choix, identifiant, montant, plusieurs, texte } from '#web/fields.ts'
import { datesPrises, lireAppels, lireMissions, lireReponses } from '../db/appels.ts'
import { fichesDuVivier, maFiche } from '../db/vivier.ts'
import { type AppelId, jugerDates, type Part, parts, type ReponseId } from '../domain/appels.ts'
import { valeursDe } from '../domain/formes/faits.ts'
import { formes } from '../domain/formes/formes.ts'
import type { CodeForme } from '../domain/formes/regle.ts'
import { joursFermes } from '../domain/missions.ts'
import { etatDAccord, type FicheId } from '../domain/vivier.ts'
import { choisir, clore, ecarter, rangerReponses, repondre, retirer } from '../gestes/appels.ts'
import { appelUrl, missionUrl } from '../liens.ts'
import { type AppelLu, VueDAppel } from './appel-vue.tsx'
import { phraseVivier } from './vivier.page.tsx'

const rangs = ['1', '2', '3', '4', '5', '6'] as const
const reponse = identifiant((t) => asId<'ReponseAUnAppel'>(t) as ReponseId | undefined)
const reponseDite = z.object({
  fiche: identifiant((t) => asId<'FicheDuVivier'>(t) as FicheId | undefined),
  rangs: plusieurs(rangs, { min: 1, phrase: 'Choisissez une date au moins.' }),
  part: choix(Object.keys(parts) as [Part, ...Part[]]),
  prix: montant({ vide: 'Écrivez ce que vous demandez ; 0 si rien.' }),
  cout: caseCochee(),
  statut: choix(valeursDe.statut, { phrase: 'Dites à quel titre la personne tient à sa coopérative.' }),
  message: texte({ max: 1000 }),
})
const choixDit = z.object({
  reponse,
  rang: choix(rangs),
  forme: choix(formes.map((f) => f.code) as [CodeForme, ...CodeForme[]]),
})
const ecart = z.object({
  reponse,
  motif: texte({ min: 3, max: 500, vide: 'Dites pourquoi : la personne seule lira votre phrase.' }),
})
const retrait = z.object({ reponse })
const cloture = z.object({ issue: choix(['pourvu', 'retire']) })

const lire = async (
  tx: TenantTx,
  id: AppelId,
  { visiteur, le }: { readonly visiteur: Visiteur; readonly le: Date },
): Promise<AppelLu | undefined> => {
  const [a] = await lireAppels(tx, id)
  if (!a) return undefined
  const reponses = await lireReponses(tx, id, le)
  if (a.mien)
    return {
      a,
      le,
      reponses,
      rangs: rangerReponses(a, reponses, le),
      repondants: [],
      dates: [],
      sansFiche: true,
    }
  const mienne = await maFiche(tx)
  const accord = mienne !== undefined && etatDAccord(mienne.accords, 'fiche') === 'oui'
  const moi =
    accord && peutVisiteur(visiteur, 'vivier.ecrire')
      ? [{ fiche: mienne.fiche, nom: mienne.nom, moi: true }]
      : []
  const autres = peutVisiteur(visiteur, 'appels.tenir')
    ? (await fichesDuVivier(tx))
        .filter((f) => f.organisme === visiteur.organisme?.id && f.fiche !== mienne?.fiche)
        .map((f) => ({ fiche: f.fiche, nom: f.nom, moi: false }))
    : []
  const deja = new Set(reponses.map((r) => r.fiche))
  const siennes = (await lireMissions(tx)).filter((m) => m.aMoi)
  return {
    a,
    le,
    reponses,
    rangs: [],
    repondants: [
      ...moi.filter(() => !reponses.some((r) => r.mienne)),
      ...autres.filter((x) => !deja.has(x.fiche)),
    ],
    // Les dates se jugent pour qui regarde : si elle ou il ne répond pas pour soi, elles ne disent rien.
    dates:
      mienne && moi.length > 0
        ? jugerDates(a.dates, await datesPrises(tx, id, mienne.fiche), joursFermes(siennes))
        : [],
    sansFiche: !accord,
  }
}

export const appelPage = pageEtGestes({
  lien: appelUrl,
  droit: 'vivier.lire',
  async lire(tx, { appel }, ici) {
    const id = asId<'Appel'>(appel) as AppelId | undefined
    return id && lire(tx, id, ici)
  },
  peut: (_lu, { visiteur }) => peutVisiteur(visiteur, 'vivier.lire') || phraseVivier,
  vue: (_tx, lu, revenu) => <VueDAppel lu={lu} revenu={revenu} />,
  gestes: {
    repondre: petitGeste<typeof reponseDite, AppelLu, string>({
      droit: 'vivier.lire',
      champs: reponseDite,
      async faire(tx, e) {
        const { lu, data } = e
        const qui = lu.repondants.find((r) => r.fiche === data.fiche)
        if (!qui)
          return ko(
            refus('introuvable', 'Cette personne a déjà répondu, ou ne se montre pas : relisez la page.'),
          )
        return repondre(
          { ...e, tx },
          lu.a.appel,
          {
            fiche: data.fiche,
            part: data.part,
            rangs: data.rangs.map(Number),
            prix: data.prix,
            auCout: data.cout,
            statut: data.statut,
            message: data.message,
          },
          qui.moi,
        )
      },
      suite: (_fait, { a }) => ({
        vers: appelUrl({ appel: a.appel }),
        dit: {
          genre: 'fait',
          fort: 'La réponse est partie.',
          suite: `${a.cooperative} la lit ; elle choisit, ou non.`,
        },
      }),
    }),
    retirer: petitGeste<typeof retrait, AppelLu, string>({
      droit: 'vivier.lire',
      champs: retrait,
      faire: (tx, e) => retirer({ ...e, tx }, e.data.reponse),
      suite: (_fait, { a }) => ({
        vers: appelUrl({ appel: a.appel }),
        dit: { genre: 'fait', fort: 'La réponse est retirée.', suite: 'Elle ne se lit plus.' },
      }),
    }),
    choisir: petitGeste<typeof choixDit, AppelLu, string>({
      droit: 'appels.tenir',
      champs: choixDit,
      faire: (tx, e) =>
        choisir({ ...e, tx }, e.lu.a, {
          reponse: e.data.reponse,
          rang: Number(e.data.rang),
          forme: e.data.forme,
        }),
      suite: (mission) => ({
        vers: missionUrl({ mission }),
        dit: {
          genre: 'fait',
          fort: 'La réponse est retenue.',
          suite: 'Cette page dit ce qui reste à obtenir, et de qui.',
        },
      }),
    }),
    ecarter: petitGeste<typeof ecart, AppelLu, string>({
      droit: 'appels.tenir',
      champs: ecart,
      faire: (tx, e) => ecarter({ ...e, tx }, e.data.reponse, e.data.motif),
      suite: (_fait, { a }) => ({
        vers: appelUrl({ appel: a.appel }),
        dit: { genre: 'fait', fort: 'La réponse est écartée.', suite: 'La personne seule lit votre motif.' },
      }),
    }),
    clore: petitGeste<typeof cloture, AppelLu, string>({
      droit: 'appels.tenir',
      champs: cloture,
      faire: (tx, e) => clore({ ...e, tx }, e.lu.a.appel, e.data.issue),
      suite: (_fait, { a }) => ({
        vers: appelUrl({ appel: a.appel }),
        dit: { genre: 'fait', fort: 'L’appel est clos.' },
      }),
    }),
  },
})
