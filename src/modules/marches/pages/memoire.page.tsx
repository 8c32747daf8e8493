/** Le mémoire technique d’un dossier : chaque membre y met ses blocs, un autre les relit, le mandataire le range parmi les pièces. */
import { Hono } from 'hono'
import { z } from 'zod'
import { asId } from '#kernel/id.ts'
import { pdfResponse } from '#modules/documents/index.ts'
import { type Envoi, exigerDroit, pageEtGestes, petitGeste } from '#modules/organisme/index.ts'
import type { Services } from '#platform/services.ts'
import type { Env } from '#web/env.ts'
import { entier, identifiant, texte } from '#web/fields.ts'
import { conflict, notFound } from '#web/http/errors.tsx'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { lireBlocs } from '../db/blocs.ts'
import { composerMemoirePdf } from '../documents/papiers.ts'
import { membresPresents } from '../domain/groupement.ts'
import { type BlocDuDossier, blocsDuDossier, composerMemoire } from '../domain/memoire.ts'
import { enMontrant, enNotant } from '../gestes/lectures.ts'
import { commenterBloc, rangerMemoire, recrireBloc, relireBloc, reprendreBloc } from '../gestes/memoire.ts'
import { lireReponse, type Reponse } from '../lecture/lire-reponse.ts'
import { memoirePdfUrl, memoireUrl, piecesUrl } from '../liens.ts'
import { blocDe, champsDeBloc } from './blocs.page.tsx'
import { ici, type Lu, Vue } from './memoire-vue.tsx'

const place = entier({ min: 1, max: 99, phrase: 'Une place de 1 à 99.' })
const motif = texte({ max: 500 })
const cleDeBloc = texte({ min: 1, max: 80 })
const champsReprendre = z.object({ bloc: identifiant((t) => asId<'BlocDeMemoire'>(t)), place, motif })
const rang = entier({ min: 1 })
const champsRecrire = z.object({ ...champsDeBloc, cle: cleDeBloc, rang, place, motif })
const champsOter = z.object({ cle: cleDeBloc, rang, motif })
const champsRelire = z.object({ cle: cleDeBloc, rang, note: texte({ max: 500 }) })
const champsCommenter = z.object({
  bloc: cleDeBloc,
  texte: texte({ min: 3, max: 2000, vide: 'Écrivez votre commentaire.' }),
})
const champsRanger = z.object({ motif })

const droit = 'marches.repondre' as const
const fait = (fort: string, suite?: string) => (_: unknown, lu: Lu) =>
  ({ vers: ici(lu.r), dit: { genre: 'fait', fort, ...(suite ? { suite } : {}) } }) as const
const composer = (services: Pick<Services, 'pdf'>, r: Reponse, blocs: readonly BlocDuDossier[], le: Date) =>
  composerMemoirePdf(services, composerMemoire(r.d, membresPresents(r.d), r.reglement, blocs), le)

const gestesDeLaPage = (services: Pick<Services, 'pdf' | 'keys'>) =>
  pageEtGestes({
    lien: memoireUrl,
    droit,
    async lire(tx, { groupement }, { visiteur, le, ecrit }): Promise<Lu | undefined> {
      const r = await enNotant(tx, await lireReponse(tx, groupement, visiteur.organisme?.id), { le, ecrit })
      return r && { r, le, blocs: blocsDuDossier(r.ecrits), gardes: await lireBlocs(tx) }
    },
    vue: (tx, lu, revenu) => enMontrant(tx, lu.r.d, { revenu, le: lu.le }, <Vue lu={lu} revenu={revenu} />),
    gestes: {
      reprendre: petitGeste<typeof champsReprendre, Lu, undefined>({
        champs: champsReprendre,
        droit,
        faire: (tx, { lu, data, le, cle }: Envoi<Lu, z.output<typeof champsReprendre>>) =>
          reprendreBloc(
            tx,
            lu.r,
            cle,
            lu.gardes.find((x) => x.id === data.bloc),
            data,
            le,
          ),
        suite: fait('Le bloc est au mémoire.', 'Un autre membre le relit.'),
      }),
      recrire: petitGeste<typeof champsRecrire, Lu, undefined>({
        champs: champsRecrire,
        droit,
        faire: (tx, { lu, data, le }: Envoi<Lu, z.output<typeof champsRecrire>>) =>
          recrireBloc(tx, lu.r, data, { ...blocDe(data), place: data.place }, le),
        suite: fait('Le bloc est récrit.', 'Les relectures d’avant ne valent plus.'),
      }),
      oter: petitGeste<typeof champsOter, Lu, undefined>({
        champs: champsOter,
        droit,
        faire: (tx, { lu, data, le }: Envoi<Lu, z.output<typeof champsOter>>) =>
          recrireBloc(tx, lu.r, data, { ote: true }, le),
        suite: fait('Le bloc est ôté du mémoire.'),
      }),
      relire: petitGeste<typeof champsRelire, Lu, undefined>({
        champs: champsRelire,
        droit,
        faire: (tx, { lu, data, le }: Envoi<Lu, z.output<typeof champsRelire>>) =>
          relireBloc(tx, lu.r, data, le),
        suite: fait('Votre relecture est écrite.'),
      }),
      commenter: petitGeste<typeof champsCommenter, Lu, undefined>({
        champs: champsCommenter,
        droit,
        faire: (tx, { lu, data, le, cle }: Envoi<Lu, z.output<typeof champsCommenter>>) =>
          commenterBloc(tx, lu.r, cle, data, le),
        suite: fait('Votre commentaire est écrit.'),
      }),
      ranger: petitGeste<typeof champsRanger, Lu, readonly string[]>({
        champs: champsRanger,
        droit,
        peut: ({ r }) => r.mandataire || 'Le mandataire range le mémoire.',
        faire: (tx, { lu, data, le, cle }: Envoi<Lu, z.output<typeof champsRanger>>) =>
          rangerMemoire(
            tx,
            services.keys,
            lu.r,
            { id: cle, composer: () => composer(services, lu.r, lu.blocs, le), motif: data.motif },
            le,
          ),
        suite: (remplaces, { r }) => ({
          vers: piecesUrl({ groupement: r.d.g.id }),
          dit: {
            genre: 'fait',
            fort: 'Le mémoire est rangé parmi les pièces.',
            suite: `Celui d’avant, composé ici, en est retiré.${remplaces.length === 0 ? '' : ` La police n’a pas ces signes, remplacés au papier : ${remplaces.join(' ')}`}`,
          },
        }),
      }),
    },
  })

export const memoirePage = (services: Pick<Services, 'db' | 'clock' | 'pdf' | 'keys'>) =>
  new Hono<Env>().route('/', gestesDeLaPage(services)).get(memoirePdfUrl.modele, exigerDroit(droit), (c) =>
    pourVisiteur(c, services.db, async (tx, visiteur) => {
      const r = await enNotant(
        tx,
        await lireReponse(tx, c.req.param('groupement') ?? '', visiteur.organisme?.id),
        { le: services.clock.now(), ecrit: false },
      )
      const blocs = r ? blocsDuDossier(r.ecrits) : []
      if (!r || blocs.length === 0) return notFound(c)
      const rendu = await composer(services, r, blocs, services.clock.now())
      return rendu.ok
        ? pdfResponse(rendu.value.pdf, 'memoire-technique.pdf', 'inline')
        : conflict(c, rendu.error.phrase, 'Le mémoire ne se compose pas')
    }),
  )
