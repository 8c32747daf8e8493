import { Hono } from 'hono'
import { z } from 'zod'
import { ajouterJours } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { centimes, montantDecimal } from '#kernel/montant.ts'
import { instantDe, jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { ecrireFec } from '#modules/facturation/index.ts'
import { exigerDroit, pageEtGestes, peutVisiteur } from '#modules/organisme/index.ts'
import { type DecisionId, decisionsCloses } from '#modules/pole/index.ts'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env } from '#web/env.ts'
import { date, identifiant } from '#web/fields.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { type ArreteId, lignesLisibles, type PropositionId } from '../domain/courant.ts'
import { ecrituresComptables } from '../domain/courant-comptable.ts'
import {
  arreterLesComptes,
  compenserLArrete,
  montrerSonSolde,
  ouvrirSonCompte,
  poserLePlafond,
  repondreAUneEcriture,
  signerSonReleve,
} from '../gestes/courant.ts'
import { type CompteLu, lireCompteCourant } from '../lecture/compte-courant.ts'
import { compteCourantUrl, ecrituresDuCourantUrl, fecDuCourantUrl } from '../liens.ts'
import { VueDuCompte } from './compte-courant-vue.tsx'
import { phraseLire } from './comptes-courants.page.tsx'
import { gesteDuCompte, montantTenu } from './geste-du-compte.ts'

const rien = z.object({})
const uneProposition = z.object({
  proposition: identifiant((t) => asId<'Proposition'>(t) as PropositionId | undefined),
})
const unArrete = z.object({ arrete: identifiant((t) => asId<'Arrete'>(t) as ArreteId | undefined) })
const arretAu = z.object({ au: date({ vide: 'Écrivez le jour de l’arrêté.' }) })
const regle = z.object({
  plafond: montantTenu('Écrivez le plafond.'),
  decision: identifiant((t) => asId<'Decision'>(t) as DecisionId | undefined),
})

const siAnime = (lu: CompteLu) => lu.r.anime || 'Qui anime le pôle le fait.'

const page = pageEtGestes({
  lien: compteCourantUrl,
  droit: 'echanges.lire',
  lire: (tx, { pole }, { visiteur, le, demande }) =>
    lireCompteCourant(tx, pole, { visiteur, le, annee: demande('annee') }),
  peut: (_lu, { visiteur }) => peutVisiteur(visiteur, 'echanges.lire') || phraseLire,
  vue: async (tx, lu, revenu) => (
    <VueDuCompte
      lu={lu}
      revenu={revenu}
      decisions={lu.r.anime ? await decisionsCloses(tx, lu.r.pole.id) : []}
    />
  ),
  gestes: {
    ouvrir: gesteDuCompte<typeof rien, CompteLu>({
      champs: rien,
      faire: ouvrirSonCompte,
      dit: ['C’est fait.', 'Personne n’y écrit sans votre accord.'],
    }),
    accorder: gesteDuCompte<typeof uneProposition, CompteLu>({
      champs: uneProposition,
      faire: (ou, { data }) => repondreAUneEcriture(ou, data.proposition, 'accordee'),
      dit: ['L’écriture est accordée.', 'Elle se lit des deux côtés.'],
    }),
    refuser: gesteDuCompte<typeof uneProposition, CompteLu>({
      champs: uneProposition,
      faire: (ou, { data }) => repondreAUneEcriture(ou, data.proposition, 'refusee'),
      dit: ['L’écriture est refusée.', 'Rien n’a bougé.'],
    }),
    retirer: gesteDuCompte<typeof uneProposition, CompteLu>({
      champs: uneProposition,
      faire: (ou, { data }) => repondreAUneEcriture(ou, data.proposition, 'retiree'),
      dit: ['L’écriture est retirée.'],
    }),
    montrer: gesteDuCompte<typeof rien, CompteLu>({
      champs: rien,
      faire: (ou) => montrerSonSolde(ou, true),
      dit: ['C’est accepté.', 'Les soldes se montrent dès que toutes l’acceptent.'],
    }),
    cacher: gesteDuCompte<typeof rien, CompteLu>({
      champs: rien,
      faire: (ou) => montrerSonSolde(ou, false),
      dit: ['C’est retiré.', 'Plus personne ne lit les soldes du pôle.'],
    }),
    signer: gesteDuCompte<typeof unArrete, CompteLu>({
      champs: unArrete,
      faire: (ou, { data }) => signerSonReleve(ou, data.arrete),
      dit: ['Votre relevé est signé.'],
    }),
    regler: gesteDuCompte<typeof regle, CompteLu>({
      champs: regle,
      droit: 'pole.participer',
      peut: siAnime,
      faire: (ou, { data }) => poserLePlafond(ou, data),
      dit: ['Le plafond est posé.', 'Chaque coopérative le prend en ouvrant son compte.'],
    }),
    arreter: gesteDuCompte<typeof arretAu, CompteLu>({
      champs: arretAu,
      droit: 'pole.participer',
      peut: siAnime,
      faire: (ou, { data, le }) => {
        // Au soir de ce jour ; à l’instant, si c’est aujourd’hui.
        const soir = instantDe(ajouterJours(data.au, 1), 0, ZONE_PAR_DEFAUT).instant
        return arreterLesComptes(ou, data.au === jourLocal(le, ZONE_PAR_DEFAUT) ? le : soir)
      },
      dit: ['Les comptes sont arrêtés.', 'Chacune relit et signe son relevé.'],
    }),
    compenser: gesteDuCompte<typeof unArrete, CompteLu>({
      champs: unArrete,
      droit: 'pole.participer',
      peut: siAnime,
      faire: (ou, { data }) => compenserLArrete(ou, data.arrete),
      dit: ['C’est compensé.', 'Chaque virement attend que la coopérative qui le reçoit le confirme.'],
    }),
  },
})

export const compteCourantPages = new Hono<Env>()
  .route('/', page)
  .get(ecrituresDuCourantUrl.modele, exigerDroit('echanges.lire'), (c) =>
    pourVisiteur(c, c.get('services').db, async (tx, visiteur) => {
      if (!peutVisiteur(visiteur, 'echanges.lire')) return forbidden(c, phraseLire)
      const lu = await lireCompteCourant(tx, c.req.param('pole'), {
        visiteur,
        le: c.get('services').clock.now(),
      })
      if (!lu) return notFound(c)
      return repondreCsv(
        c,
        'compte-courant',
        enCsv(
          ['le', 'avec', 'objet', 'piece', 'montant', 'attente', 'motif', 'mouvement'],
          lignesLisibles(lu.lignes).map((l) => [
            l.le.toISOString(),
            l.nom,
            l.libelle,
            l.piece,
            montantDecimal(centimes(l.montant)),
            montantDecimal(centimes(l.attente)),
            l.motif,
            l.mouvement,
          ]),
        ),
      )
    }),
  )
  .get(fecDuCourantUrl.modele, exigerDroit('echanges.lire'), (c) =>
    pourVisiteur(c, c.get('services').db, async (tx, visiteur) => {
      if (!peutVisiteur(visiteur, 'echanges.lire')) return forbidden(c, phraseLire)
      const lu = await lireCompteCourant(tx, c.req.param('pole'), {
        visiteur,
        le: c.get('services').clock.now(),
        annee: c.req.query('annee'),
      })
      if (!lu) return notFound(c)
      return c.body(ecrireFec(ecrituresComptables(lu.lignes, lu.annee)), 200, {
        'content-type': 'text/plain; charset=utf-8',
        'content-disposition': `attachment; filename="compte-courant-${lu.annee}.txt"`,
        'x-content-type-options': 'nosniff',
        'cache-control': 'private, no-store',
      })
    }),
  )
