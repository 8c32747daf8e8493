/** Les arrêts d’avant la session et le geste qui suit, lus pour la page de la session. */
import { type DateCivile, direEcart, ecartEnJours, formaterDate } from '#kernel/dates.ts'
import { jourLocal, type Zone } from '#kernel/zones.ts'
import { piecesSuivies, pieceUrl } from '#modules/documents/index.ts'
import type { SessionId } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { CodeEtat } from '#web/components.tsx'
import type { FaitsDeSession, SuiteDeSession } from '#web/contributions.ts'
import { withQuery } from '#web/links.ts'
import type { DossierLu } from './db/dossiers.queries.ts'
import type { Inscrit } from './db/inscriptions.queries.ts'
import {
  type ArretDuFil,
  arretsDuFil,
  type FaitsDuFil,
  type SuiteDuFil,
  suitesDuFil,
} from './domain/suite.ts'
import {
  dossierUrl,
  echeancierUrl,
  inscrireUrl,
  nouveauDossierUrl,
  piecesDeSessionUrl,
  piecesDuDossierUrl,
} from './liens.ts'
import { remisesUneFois } from './lire-une-fois.ts'

const gestes: Readonly<Record<SuiteDuFil['quoi'], string>> = {
  'ouvrir-dossier': 'Ouvrir un dossier',
  inscrire: 'Inscrire',
  echeancier: 'Écrire l’échéancier',
  emettre: 'Émettre',
  envoyer: 'Envoyer',
  signer: 'Signer',
  constater: 'Noter',
  remettre: 'Remettre',
  convoquer: 'Convoquer',
}

const adresseDe = (session: SessionId, s: SuiteDuFil): string => {
  const ou = { session, dossier: (s.dossier ?? '') as DossierLu['id'] }
  switch (s.quoi) {
    case 'ouvrir-dossier':
      return nouveauDossierUrl({ session })
    case 'inscrire':
      return withQuery(inscrireUrl({ session }), { dossier: ou.dossier })
    case 'echeancier':
      return echeancierUrl(ou)
    case 'emettre':
      return piecesDuDossierUrl(ou)
    case 'envoyer':
    case 'signer':
      return pieceUrl({ piece: s.piece as never })
    case 'constater':
      return dossierUrl(ou)
    default:
      return piecesDeSessionUrl({ session })
  }
}

const enArret = (a: ArretDuFil, f: FaitsDuFil, session: SessionId) => {
  const etat: CodeEtat =
    a.fait === a.sur ? 'prouve' : a.fait > 0 ? 'partiel' : f.aujourdhui > a.jour ? 'manquant' : 'a-venir'
  return {
    zone: 'avant' as const,
    arret: {
      libelle: a.libelle,
      href:
        a.libelle === 'Remises' || a.libelle === 'Convocations'
          ? piecesDeSessionUrl({ session })
          : '#clients',
      etats: [etat],
      date: formaterDate(a.jour, 'court').replace(/ \d{4}$/, ''),
      iso: a.jour,
      ecart: direEcart(f.debut ? ecartEnJours(f.debut, a.jour) : 0),
      ...(a.fait < a.sur && (a.fait > 0 || a.sur > 1) ? { manque: `${a.fait} sur ${a.sur}` } : {}),
      temps: a.jour <= f.aujourdhui ? ('fait' as const) : ('a-venir' as const),
    },
  }
}

export const filDeLaSession = async (
  tx: TenantTx,
  s: {
    readonly session: SessionId
    readonly zone: Zone
    readonly debut: DateCivile | null
    readonly ouverte: boolean
    readonly dossiers: readonly DossierLu[]
    readonly inscrits: readonly Inscrit[]
  },
  maintenant: Date,
): Promise<Pick<FaitsDeSession, 'arrets' | 'suites'>> => {
  const jour = (le: Date) => jourLocal(le, s.zone)
  const [pieces, remises] = await Promise.all([
    piecesSuivies(tx, [...s.dossiers.map((d) => d.id), ...s.inscrits.map((i) => i.id)]),
    s.dossiers.length === 0 ? [] : remisesUneFois(tx, s.session),
  ])
  const faits: FaitsDuFil = {
    aujourdhui: jour(maintenant),
    debut: s.debut,
    ouverte: s.ouverte,
    dossiers: s.dossiers.map((d) => ({
      id: d.id,
      client: d.client,
      regime: d.regime,
      signeLe: d.signeLe && jour(d.signeLe),
      clos: d.retracteLe !== null,
      echeancier: d.echeances.length > 0,
    })),
    pieces: pieces.map((p) => ({ ...p, emiseLe: jour(p.emiseLe) })),
    gens: s.inscrits.map((i) => {
      const siennes = remises.filter((r) => r.inscription === i.id)
      const [premiere] = siennes
      return {
        id: i.id,
        dossier: i.dossier,
        remis: siennes.length >= 2 && premiere ? jour(premiere.remisLe) : null,
        accuse: siennes.length >= 2 && siennes.every((r) => r.accuseLe !== null),
      }
    }),
  }
  return {
    arrets: arretsDuFil(faits).map((a) => enArret(a, faits, s.session)),
    suites: suitesDuFil(faits).map(
      (x): SuiteDeSession => ({
        rang: 10,
        chose: x.chose,
        geste: gestes[x.quoi],
        href: adresseDe(s.session, x),
      }),
    ),
  }
}
