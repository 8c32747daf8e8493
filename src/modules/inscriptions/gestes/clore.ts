import { formaterDate } from '#kernel/dates.ts'
import { type Refus, refus } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { saluer } from '#kernel/texte.ts'
import { lireOrganisme } from '#modules/organisme/index.ts'
import { lireSession, type SessionId, type SessionLue } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { isMailAddress } from '#platform/mail/compose.ts'
import { sendLater } from '#platform/mail/outbox.ts'
import type { Services } from '#platform/services.ts'
import { poserEtat, reprendreEtat } from '../db/inscriptions.ecritures.ts'
import {
  etatComplet,
  type InscriptionId,
  type Inscrit,
  lireAnnulation,
  lireInscription,
  listerInscrits,
} from '../db/inscriptions.queries.ts'
import { peutSeRetablir } from '../domain/annulation.ts'
import { changerInscription, type RefusInscription } from '../domain/etats.ts'

/** Venue au moins une demi-journée, la personne abandonne ; sinon, son inscription s'annule. */
export const finDe = (presences: number): 'annule' | 'abandon' => (presences > 0 ? 'abandon' : 'annule')

export type FinVoulue = {
  readonly session: SessionId
  readonly id: InscriptionId
  readonly motif: string
  /** Demi-journées suivies, dites par l'émargement. */
  readonly presences: number
}

/** Libère la place et garde la trace : qui, pourquoi, quand. Les présences déjà prouvées ne bougent pas. `change` : faux, elle était déjà close ainsi. */
export const cloreInscription = async (
  tx: TenantTx,
  { session, id, motif, presences }: FinVoulue,
  le: Date,
): Promise<
  Result<
    { readonly vers: 'annule' | 'abandon'; readonly change: boolean },
    RefusInscription | Refus<'introuvable'>
  >
> => {
  const lue = (await lireSession(tx, session, { verrouiller: true }))
    ? await lireInscription(tx, session, id)
    : undefined
  if (!lue) return ko(refus('introuvable', 'Cette inscription n’existe pas ici.'))
  const vers = finDe(presences)
  if (lue.etat === vers) return ok({ vers, change: false })
  const de = lue.etat === 'inscrit' && presences > 0 ? 'en-formation' : etatComplet(lue)
  const passage = changerInscription(de, vers, { venu: presences > 0, 'jamais-venu': presences === 0 }, motif)
  if (!passage.ok) return passage
  if (!(await poserEtat(tx, id, lue.version, vers, passage.value.motif, le)))
    return ko(refus('introuvable', 'Cette inscription vient de changer : relisez la page.'))
  await consigner(tx, {
    activite: lue.activite,
    faitLe: le,
    module: 'inscriptions',
    geste: vers === 'annule' ? 'annuler-inscription' : 'noter-abandon',
    objet: { genre: 'inscription', id },
    phrase:
      vers === 'annule'
        ? `L’inscription de {tiers:${lue.personne}} à {session:${session}} est annulée.`
        : `{tiers:${lue.personne}} abandonne {session:${session}}.`,
    details: { presences, de },
  })
  return ok({ vers, change: true })
}

/** Dit à la personne que son inscription est annulée ; le motif, versé au dossier, ne lui est pas écrit. Faux : aucun courriel où lui écrire. */
export const prevenirDeLAnnulation = async (
  services: Pick<Services, 'keys' | 'clock'>,
  tx: TenantTx,
  session: Pick<SessionLue, 'id' | 'activite' | 'intitule' | 'debut'>,
  inscrit: Pick<Inscrit, 'id' | 'prenom' | 'nom' | 'courriel' | 'personne'>,
): Promise<boolean> => {
  if (!inscrit.courriel || !isMailAddress(inscrit.courriel)) return false
  const maison = await lireOrganisme(tx)
  const du = session.debut ? ` du ${formaterDate(session.debut)}` : ''
  await sendLater(tx, services, {
    a: inscrit.courriel,
    suivi: { activite: session.activite, etape: 'avis-dates', session: session.id, objet: inscrit.id },
    deLaPart: maison.nom,
    ...(maison.courriel ? { repondreA: maison.courriel } : {}),
    objet: `Inscription annulée\u00a0: ${session.intitule}`,
    texte: `${saluer(inscrit.prenom)}\n\nVotre inscription à la formation «\u00a0${session.intitule}\u00a0»${du} est annulée\u00a0: vous n’y êtes plus attendue ou attendu.\n\nSi c’est une erreur, répondez à ce message.\n\n${maison.nom}\n`,
  })
  await consigner(tx, {
    activite: session.activite,
    faitLe: services.clock.now(),
    module: 'inscriptions',
    geste: 'prevenir-annulation',
    objet: { genre: 'inscription', id: inscrit.id },
    phrase: `{tiers:${inscrit.personne}} apprend que son inscription à {session:${session.id}} est annulée.`,
  })
  return true
}

/**
 * Revient sur une inscription annulée : dans le quart d’heure, tant que la personne n’en a rien appris et que sa place est libre. Passé ce
 * délai, ou prévenue, elle s’inscrit de nouveau : les deux faits restent lisibles.
 */
export const retablirInscription = async (
  tx: TenantTx,
  { session, id }: { readonly session: SessionId; readonly id: InscriptionId },
  le: Date,
): Promise<Result<void, Refus<'introuvable' | 'trop-tard' | 'prevenue' | 'complet'>>> => {
  const s = await lireSession(tx, session, { verrouiller: true })
  const lue = s && (await lireInscription(tx, session, id))
  if (!s || lue?.etat !== 'annule') return ko(refus('introuvable', 'Cette inscription n’est pas annulée.'))
  if (!peutSeRetablir(lue, le))
    return ko(
      refus(
        'trop-tard',
        'Plus d’un quart d’heure a passé : inscrivez de nouveau cette personne, les deux faits resteront lisibles.',
      ),
    )
  const { de, prevenue } = await lireAnnulation(tx, id)
  if (prevenue)
    return ko(
      refus('prevenue', 'Un courriel a déjà dit son départ : inscrivez-la de nouveau, puis convoquez-la.'),
    )
  const ailleurs = (await listerInscrits(tx, session)).filter((i) => i.closeLe === null)
  if (ailleurs.some((i) => i.personne === lue.personne))
    return ko(refus('introuvable', 'Cette personne est déjà inscrite de nouveau à cette session.'))
  if (s.capacite !== null && ailleurs.filter((i) => i.etat === 'inscrit').length >= s.capacite)
    return ko(refus('complet', 'Sa place a été prise : la session est complète.'))
  await reprendreEtat(tx, id, de)
  await consigner(tx, {
    activite: lue.activite,
    faitLe: le,
    module: 'inscriptions',
    geste: 'retablir-inscription',
    objet: { genre: 'inscription', id },
    phrase: `L’annulation de l’inscription de {tiers:${lue.personne}} à {session:${session}} est défaite.`,
  })
  return ok(undefined)
}
