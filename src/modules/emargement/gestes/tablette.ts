/**
 * La tablette de la salle : un appareil posé au milieu de la classe, qui signe pour qui touche son nom. Il n’est pas
 * connecté au compte qui l’a ouverte : il tient un secret, pour une demi-journée, jusqu’à la fermeture de la fenêtre.
 */

import { createHash } from 'node:crypto'
import { confirmeParInitiales, refusDInitiales } from '#kernel/initiales.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { isToken, newToken } from '#platform/auth/token.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import { type Case, lireCases, lireDemi, nomOrganisme } from '../db/lectures.ts'
import { emargementsDans, verrouillerCase, verrouillerSeance } from '../db/registre.ecritures.ts'
import { fermerLesTablettes, poserTablette } from '../db/tablettes.ecritures.ts'
import { lireTabletteDuJeton, recuDeLaCase, type TabletteOuverte } from '../db/tablettes.ts'
import { texteDeLaFeuille } from '../documents/feuille-montree.ts'
import { ChangeEntreTemps, type Demi } from '../domain/ports.ts'
import { fenetreDe, type InscriptionId } from '../domain/signer-demi-journee.ts'
import { auteurDe, type Ou, type Qui } from './composer.ts'
import { type Signe, signer } from './signer.ts'

const introuvable = () => refuser('introuvable', 'Cette demi-journée n’existe pas, ou n’est pas la vôtre.')
/** On prépare sa salle le matin ; pas une semaine avant. */
const avanceMaxMin = 12 * 60

/** Ouvre une tablette et rend son secret, qui n’est gardé nulle part. */
export const ouvrirTablette = async (
  { db, clock, keys }: Services,
  qui: Qui,
  ou: Ou,
): Promise<Result<{ readonly jeton: string }, Refus>> => {
  const rendu = await db.withTenant(qui.acces, async (tx): Promise<Result<{ jeton: string }, Refus>> => {
    await verrouillerSeance(tx, ou.seance)
    const demi = await lireDemi(tx, ou.session, ou.seance)
    if (!demi) return introuvable()
    const par = auteurDe(qui, demi)
    if (!par.ok) return par
    if (demi.seance.close)
      return refuser('feuille-close', 'La feuille est close : il n’y a plus rien à signer.')
    const maintenant = clock.now()
    const { ouvreLe, fermeLe } = fenetreDe(demi.seance)
    const reste = Math.ceil((fermeLe.getTime() - maintenant.getTime()) / 60_000)
    if (reste <= 0)
      return refuser('fenetre-fermee', 'Le temps pour signer est passé : la présence se régularise.')
    if (ouvreLe.getTime() - maintenant.getTime() > avanceMaxMin * 60_000)
      return refuser('trop-tot', 'La tablette s’ouvre le jour même, au plus tôt douze heures avant.')
    const jeton = newToken()
    await poserTablette(tx, demi, { jeton, le: maintenant, minutes: reste })
    await emargementsDans(tx, demi, keys).consigner({
      geste: 'ouvrir-tablette',
      objet: { genre: 'seance', id: demi.seance.id },
      phrase: `{personne:${qui.id}} a posé une tablette dans la salle.`,
      le: maintenant,
    })
    return ok({ jeton })
  })
  return rendu ?? introuvable()
}

/** Ferme toutes les tablettes de la séance : ce qui est signé reste. */
export const fermerTablettes = async (
  { db, clock }: Services,
  qui: Qui,
  ou: Ou,
): Promise<Result<number, Refus>> => {
  const rendu = await db.withTenant(qui.acces, async (tx): Promise<Result<number, Refus>> => {
    await verrouillerSeance(tx, ou.seance)
    const demi = await lireDemi(tx, ou.session, ou.seance)
    if (!demi) return introuvable()
    const par = auteurDe(qui, demi)
    return par.ok ? ok(await fermerLesTablettes(tx, ou.seance, clock.now())) : par
  })
  return rendu ?? introuvable()
}

export type VueTablette = {
  readonly organisme: string
  readonly demi: Demi
  readonly cases: readonly Case[]
}

const lireVue = async (
  tx: TenantTx,
  jeton: string,
): Promise<{ vue: VueTablette; tablette: TabletteOuverte } | undefined> => {
  const tablette = await lireTabletteDuJeton(tx, jeton)
  const demi = tablette && (await lireDemi(tx, tablette.session, tablette.seance))
  if (!demi) return undefined
  const vue = { organisme: (await nomOrganisme(tx)).nom, demi, cases: await lireCases(tx, tablette) }
  return { vue, tablette }
}

export const lireTablette = async ({ db }: Services, jeton: string): Promise<VueTablette | undefined> =>
  isToken(jeton)
    ? (await db.withTenant({ genre: 'tablette', jeton }, (tx) => lireVue(tx, jeton)))?.vue
    : undefined

export type IssueTablette =
  | { readonly etat: 'signe'; readonly signe: Signe; readonly vue: VueTablette; readonly case: Case }
  | { readonly etat: 'refus'; readonly refus: Refus; readonly vue: VueTablette; readonly case: Case }
  | { readonly etat: 'mort' }

/** L’identifiant de l’envoi sur cette case (uuid v8, RFC 9562) : un double clic n’écrit qu’une fois, nulle part ailleurs. */
export const maillonDe = (envoi: string, tablette: string, inscription: string): string => {
  const o = createHash('sha256')
    .update(`tablette ${tablette} ${inscription} ${envoi}`)
    .digest()
    .subarray(0, 16)
  o[6] = ((o[6] ?? 0) & 0x0f) | 0x80
  o[8] = ((o[8] ?? 0) & 0x3f) | 0x80
  return o.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

export const signerSurTablette = async (
  { db, keys, clock }: Services,
  jeton: string,
  saisie: {
    readonly inscription: InscriptionId
    readonly initiales: string
    readonly ip: string
    readonly agent: string
    /** La marque du navigateur (`marqueDe`) : la même pour tout ce qui s’y signe dans la journée. */
    readonly marque?: string | undefined
    readonly horloge?: Date | undefined
    readonly trace?: string | undefined
    /** Le jeton du formulaire. */
    readonly envoi: string
  },
): Promise<IssueTablette> => {
  if (!isToken(jeton)) return { etat: 'mort' }
  try {
    const issue = await db.withTenant(
      { genre: 'tablette', jeton },
      async (tx): Promise<IssueTablette | undefined> => {
        const ici = await lireTabletteDuJeton(tx, jeton)
        if (!ici) return undefined
        await verrouillerCase(tx, ici.seance, saisie.inscription)
        const lu = await lireVue(tx, jeton)
        const inscrit = lu?.vue.cases.find((x) => x.inscription === saisie.inscription)
        if (!lu || !inscrit) return undefined
        const { vue, tablette } = lu
        const refuse = (r: Refus): IssueTablette => ({ etat: 'refus', refus: r, vue, case: inscrit })
        const maillon = maillonDe(saisie.envoi, tablette.id, inscrit.inscription)
        const deja = await recuDeLaCase(tx, maillon)
        if (deja)
          return {
            etat: 'signe',
            signe: {
              recu: { numero: deja.numero, empreinte: deja.empreinte },
              le: deja.le,
              doublon: deja.doublon,
            },
            vue,
            case: inscrit,
          }
        if (!confirmeParInitiales(inscrit.personne, saisie.initiales)) {
          return refuse({ code: 'initiales', phrase: refusDInitiales(inscrit.personne) })
        }
        const fait = await signer({
          emargements: emargementsDans(tx, vue.demi, keys),
          prendreLien: async () => true,
          maintenant: clock.now(),
        })({
          demi: vue.demi,
          inscrit,
          porte: 'tablette',
          appareil: tablette.id,
          identification: 'initiales',
          connexion: {
            ip: saisie.ip,
            agent: saisie.agent,
            ...(saisie.marque ? { marque: saisie.marque } : {}),
          },
          horloge: saisie.horloge,
          ...(saisie.trace ? { trace: saisie.trace } : {}),
          montre: texteDeLaFeuille(vue.demi),
          maillon,
        })
        return fait.ok
          ? { etat: 'signe', signe: fait.value, vue, case: inscrit }
          : refuse({ code: fait.error.code, phrase: fait.error.phrase })
      },
    )
    return issue ?? { etat: 'mort' }
  } catch (erreur) {
    if (!(erreur instanceof ChangeEntreTemps)) throw erreur
    return { etat: 'mort' }
  }
}
