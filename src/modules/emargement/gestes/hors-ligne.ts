/**
 * Recevoir ce qu’un appareil a fait signer sans réseau : chaque entrée se vérifie une à une, chacune dans sa transaction. Être connecté
 * ne sert qu’à emporter (`emporter.ts`) et à rapporter.
 */
import { createHash, verify } from 'node:crypto'
import { asId } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import type { Services } from '#platform/services.ts'
import {
  noterVu,
  poserGesteRefuse,
  poserRapport,
  retirer,
  verrouillerAppareil,
} from '../db/appareils.ecritures.ts'
import { type AppareilLu, lireRapport, lireTenue, maillonPris, seanceEmportee } from '../db/appareils.ts'
import { lireCases, lireContresignatures, lireDemi } from '../db/lectures.ts'
import { emargementsDans, verrouillerCase, verrouillerSeance } from '../db/registre.ecritures.ts'
import { type EntreeAppareil, type IssueHorsLigne, lireEntreeAppareil } from '../domain/hors-ligne.ts'
import { ChangeEntreTemps } from '../domain/ports.ts'
import type { InscriptionId, SeanceId } from '../domain/signer-demi-journee.ts'
import { lireTrace } from '../domain/trace.ts'
import { auteurDe, type Ou, type Qui } from './composer.ts'
import { absent, cleDe, hexa, sien } from './emporter.ts'
import { type Rapporte, recevoirHorsLigne } from './recevoir-hors-ligne.ts'

const sha256Hexa = (texte: string): string => createHash('sha256').update(texte, 'utf8').digest('hex')

/** ECDSA sur P-256 et SHA-256, signature brute de 64 octets, telle que WebCrypto la rend. */
export const signatureJuste = (cle: Uint8Array, texte: string, signature: Uint8Array): boolean => {
  const publique = cleDe(cle)
  return (
    publique !== undefined &&
    signature.length === 64 &&
    verify('sha256', Buffer.from(texte, 'utf8'), { key: publique, dsaEncoding: 'ieee-p1363' }, signature)
  )
}

/** Ce que l’appareil envoie d’une entrée : le texte signé tel quel, sa signature, et le dessin qu’il engage. */
export type Envoi = {
  readonly texte: string
  readonly signature: Uint8Array
  /** Le chemin tracé, dont l’entrée porte l’empreinte. */
  readonly trace?: string | undefined
}
/** Dans l’ordre des envois : ce que l’entrée a valu et son reçu, ou pourquoi elle n’est pas entrée. */
export type Retour =
  | {
      readonly id: string
      readonly issue: IssueHorsLigne
      readonly numero: number
      readonly empreinte: string
      readonly deja: boolean
    }
  | { readonly id: string | null; readonly refus: Refus }

type Depuis = { readonly ip: string; readonly agent: string }
type Lecture = { readonly envoi: Envoi; readonly entree: EntreeAppareil }

const refusee = (id: string | null, code: string, phrase: string): Retour => ({ id, refus: { code, phrase } })

const verrouiller = (tx: TenantTx, e: EntreeAppareil): Promise<void> =>
  e.inscription === null
    ? verrouillerSeance(tx, e.seance as SeanceId)
    : verrouillerCase(tx, e.seance as SeanceId, e.inscription as InscriptionId)

/** Une entrée, sous le verrou de sa case. Déjà reçue à l’identique, elle rend le même reçu : rejouer ne change rien. */
const recevoir = async (
  services: Services,
  tx: TenantTx,
  qui: Qui,
  { envoi, entree }: Lecture,
  g: Envoyeur,
): Promise<Retour> => {
  const empreinte = sha256Hexa(envoi.texte)
  await verrouiller(tx, entree)
  await verrouillerAppareil(tx, g.appareil.id)
  const deja = await lireRapport(tx, entree.id)
  if (deja)
    return deja.texte === empreinte
      ? { id: entree.id, issue: deja.issue, numero: deja.numero, empreinte: deja.empreinte, deja: true }
      : refusee(
          entree.id,
          'autre-contenu',
          'Une autre entrée porte déjà cet identifiant : elle reste la seule.',
        )
  if (await maillonPris(tx, entree.id))
    return refusee(entree.id, 'identifiant-pris', 'Cet identifiant est celui d’une autre entrée du registre.')
  const session = await seanceEmportee(tx, g.appareil.id, entree.seance)
  const demi = session && (await lireDemi(tx, session, entree.seance as SeanceId))
  const rien = () =>
    refusee(entree.id, 'introuvable', 'Cette demi-journée n’est pas de celles que l’appareil a emportées.')
  if (!demi) return rien()
  const cases = await lireCases(tx, {
    session: demi.session.id,
    seance: demi.seance.id,
    sansPrive: true,
    ...(entree.inscription ? { inscription: entree.inscription as InscriptionId } : {}),
  })
  const inscrit = entree.inscription ? cases[0] : undefined
  if (entree.inscription && !inscrit) return rien()
  const par = auteurDe(qui, demi)
  const rapporte: Rapporte = {
    demi,
    inscrit,
    ...(inscrit
      ? {}
      : {
          inscrits: cases,
          signatures: (await lireContresignatures(tx, demi.session.id)).filter(
            (c) => c.seance === demi.seance.id,
          ),
        }),
    entree,
    texte: envoi.texte,
    signature: hexa(envoi.signature),
    empreinte,
    appareil: { id: g.appareil.id, retire: g.appareil.retireLe !== null },
    ecartMs: g.ecartMs,
    tenue: await lireTenue(tx, g.appareil.id, entree),
    // Qui a emporté la feuille la tenait ; remplacé depuis, il rapporte encore ce que la salle a signé.
    par: par.ok ? par.value : { id: qui.id, nom: qui.nom, suppleance: false },
    connexion: g.depuis,
    ...(envoi.trace ? { trace: lireTrace(envoi.trace) } : {}),
  }
  const fait = await recevoirHorsLigne({
    emargements: emargementsDans(tx, demi, services.keys),
    poserRapport: poserRapport(tx, demi, rapporte.signature),
    maintenant: services.clock.now(),
  })(rapporte)
  return {
    id: entree.id,
    issue: fait.issue,
    numero: fait.recu.numero,
    empreinte: fait.recu.empreinte,
    deja: false,
  }
}

type Envoyeur = { readonly appareil: AppareilLu; readonly ecartMs: number; readonly depuis: Depuis }

/** Un refus qui passe : l’appareil renverra ce geste, et ceux d’après attendent derrière lui. */
const passager = (r: Retour): boolean =>
  'refus' in r && (r.refus.code === 'entre-temps' || r.refus.code === 'deconnecte')

const changeEntreTemps = (id: string | null): Retour =>
  refusee(id, 'entre-temps', 'La feuille vient de changer : envoyez de nouveau.')

/** Un geste dont la signature est vérifiée : reçu, ou refusé. */
const recevoirSigne = async (
  services: Services,
  qui: Qui,
  { envoi, entree }: Lecture,
  g: Envoyeur,
): Promise<Retour> => {
  if (
    (entree.trace === null) !== (envoi.trace === undefined) ||
    (envoi.trace !== undefined && sha256Hexa(envoi.trace) !== entree.trace)
  )
    return refusee(entree.id, 'trace-autre', 'Le dessin n’est pas celui que l’appareil a signé.')
  // Deux appareils au même instant : le second relit ce que le premier a validé, et devient un doublon.
  for (let essai = 0; essai < 3; essai++) {
    try {
      const rendu = await services.db.withTenant(qui.acces, (tx) =>
        recevoir(services, tx, qui, { envoi, entree }, g),
      )
      return (
        rendu ?? refusee(entree.id, 'deconnecte', 'Votre connexion a expiré : reconnectez-vous pour envoyer.')
      )
    } catch (erreur) {
      if (!(erreur instanceof ChangeEntreTemps)) throw erreur
    }
  }
  return changeEntreTemps(entree.id)
}

/** Lit, vérifie la signature, puis reçoit ; une entrée refusée n’arrête pas les autres, et garde sa place dans la suite. */
const traiter = async (services: Services, qui: Qui, envoi: Envoi, g: Envoyeur): Promise<Retour> => {
  const lue = lireEntreeAppareil(envoi.texte)
  if (!lue.ok) return refusee(null, lue.error.code, lue.error.phrase)
  const entree = lue.value
  if (entree.appareil !== g.appareil.id || !signatureJuste(g.appareil.cle, envoi.texte, envoi.signature))
    return refusee(entree.id, 'signature-fausse', 'La signature de l’appareil ne vaut pas pour cette entrée.')
  const retour = await recevoirSigne(services, qui, { envoi, entree }, g)
  if ('refus' in retour && !passager(retour))
    await services.db.withTenant(qui.acces, (tx) =>
      poserGesteRefuse(tx, g.appareil.id, {
        ...entree,
        empreinte: sha256Hexa(envoi.texte),
        faitLe: new Date(entree.faitLe),
        recuLe: services.clock.now(),
        code: retour.refus.code,
      }),
    )
  return retour
}

const rangDe = (envoi: Envoi): number => {
  const lue = lireEntreeAppareil(envoi.texte)
  return lue.ok ? lue.value.rang : 0
}

/**
 * Reçoit ce que l’appareil rapporte, autant de fois qu’il le faut : le serveur remet les gestes dans l’ordre de sa suite, et rend les
 * retours dans l’ordre des envois. `horloge` : son heure.
 */
export const synchroniser = async (
  services: Services,
  qui: Qui,
  s: { readonly appareil: string; readonly horloge: Date; readonly envois: readonly Envoi[] } & Depuis,
): Promise<Result<readonly Retour[], Refus>> => {
  const { db, clock } = services
  const appareil = await db.withTenant(qui.acces, (tx) => sien(tx, qui, s.appareil))
  if (!appareil)
    return refuser(
      'autre-compte',
      'Cet appareil a été préparé par un autre compte, ou dans une autre coopérative : reconnectez-vous avec celui-là. Rien n’est perdu.',
    )
  const ecartMs = Math.round(s.horloge.getTime() - clock.now().getTime())
  const depuis = { ip: s.ip, agent: s.agent }
  const retours = new Map<Envoi, Retour>()
  let attendre = false
  for (const envoi of s.envois.toSorted((a, b) => rangDe(a) - rangDe(b))) {
    const retour = attendre
      ? changeEntreTemps(null)
      : await traiter(services, qui, envoi, { appareil, ecartMs, depuis })
    attendre ||= passager(retour)
    retours.set(envoi, retour)
  }
  await db.withTenant(qui.acces, (tx) => noterVu(tx, appareil.id, clock.now(), ecartMs))
  return ok(s.envois.map((envoi) => retours.get(envoi) ?? changeEntreTemps(null)))
}

/** Retire un appareil perdu ou rendu : ce qu’il rapporterait encore serait gardé, sans effet. */
export const retirerAppareil = async (
  { db, clock }: Services,
  qui: Qui,
  ou: Ou & { readonly appareil: string },
): Promise<Result<true, Refus>> => {
  const rendu = await db.withTenant(qui.acces, async (tx): Promise<Result<true, Refus>> => {
    const demi = await lireDemi(tx, ou.session, ou.seance)
    const id = asId<'Appareil'>(ou.appareil)
    if (!demi || !id || !(await seanceEmportee(tx, id, ou.seance))) return absent()
    const par = auteurDe(qui, demi)
    if (!par.ok) return par
    if (!(await retirer(tx, id, { le: clock.now(), par: qui.id })))
      return refuser('deja-retire', 'Cet appareil est déjà retiré.')
    await consigner(tx, {
      activite: demi.activite,
      faitLe: clock.now(),
      module: 'emargement',
      geste: 'retirer-appareil',
      objet: { genre: 'seance', id: demi.seance.id },
      phrase: `{personne:${qui.id}} a retiré un appareil qui signait sans réseau.`,
    })
    return ok(true)
  })
  return rendu ?? absent()
}
