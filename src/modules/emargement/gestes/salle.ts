/**
 * Le code de la salle : l’écran de qui forme montre un carré qui tourne ; chacun le lit de son téléphone, touche son nom
 * et écrit le code que lui seul a reçu. La salle est une tablette que chacun tient : même porte en base, même borne. Son
 * secret se tire des clés de l’instance : il n’est ni dans l’adresse, ni dans la base.
 */
import { randomUUID } from 'node:crypto'
import { asId } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { derivedToken } from '#platform/auth/token.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { enqueue } from '#platform/jobs/enqueue.ts'
import type { Keys } from '#platform/keys/keys.ts'
import { createLimits } from '#platform/limits/limits.ts'
import type { Services } from '#platform/services.ts'
import { type Case, lireCases, lireDemi, nomOrganisme } from '../db/lectures.ts'
import { emargementsDans, verrouillerCase, verrouillerSeance } from '../db/registre.ecritures.ts'
import { fermerLesTablettes, poserTablette } from '../db/tablettes.ecritures.ts'
import { lireTabletteDuJeton, recuDeLaCase, salleOuverte } from '../db/tablettes.ts'
import { texteDeLaFeuille } from '../documents/feuille-montree.ts'
import { type AppareilId, ChangeEntreTemps, type Demi, type TabletteId } from '../domain/ports.ts'
import {
  codeDeSalle,
  codePersonnel,
  dureePasseMs,
  ecrirePasse,
  estDuMoment,
  lirePasse,
  memeCode,
  type Passe,
} from '../domain/salle.ts'
import { fenetreDe, type InscriptionId, type SeanceId } from '../domain/signer-demi-journee.ts'
import { auteurDe, type Ou, type Qui } from './composer.ts'
import { type Signe, signer } from './signer.ts'
import { maillonDe, type VueTablette } from './tablette.ts'

export const tacheEnvoyerCode = 'emargement.envoyer-code'
const introuvable = () => refuser('introuvable', 'Cette demi-journée n’existe pas, ou n’est pas la vôtre.')

/** Toute la salle sort par une même adresse : la borne est par salle et par adresse, large. */
const debitSalle = { max: 300, fenetre: 60 }
/** Un code de six chiffres, six essais par quart d’heure : deviner prend des années. */
const debitCode = { max: 6, fenetre: 15 * 60 }
const debitCourriel = { max: 3, fenetre: 15 * 60 }

const secretDe = (keys: Keys, salle: string): string => derivedToken(keys, 'emargement.salle', salle)
const accesDe = (keys: Keys, salle: string) => ({ genre: 'tablette', jeton: secretDe(keys, salle) }) as const

/** Ouvre la salle, ou rend celle qui l’est déjà. */
export const ouvrirSalle = async (
  { db, clock, keys }: Services,
  qui: Qui,
  ou: Ou,
): Promise<Result<TabletteId, Refus>> => {
  const rendu = await db.withTenant(qui.acces, async (tx): Promise<Result<TabletteId, Refus>> => {
    await verrouillerSeance(tx, ou.seance)
    const demi = await lireDemi(tx, ou.session, ou.seance)
    if (!demi) return introuvable()
    const par = auteurDe(qui, demi)
    if (!par.ok) return par
    const deja = await salleOuverte(tx, ou.seance)
    if (deja) return ok(deja)
    if (demi.seance.close)
      return refuser('feuille-close', 'La feuille est close : il n’y a plus rien à signer.')
    const maintenant = clock.now()
    const { ouvreLe, fermeLe } = fenetreDe(demi.seance)
    const reste = Math.ceil((fermeLe.getTime() - maintenant.getTime()) / 60_000)
    if (reste <= 0)
      return refuser('fenetre-fermee', 'Le temps pour signer est passé : la présence se régularise.')
    if (ouvreLe.getTime() - maintenant.getTime() > 12 * 3_600_000)
      return refuser('trop-tot', 'Le code de la salle s’ouvre le jour même, au plus tôt douze heures avant.')
    const id = newId<'Tablette'>(maintenant)
    await poserTablette(tx, demi, {
      id,
      genre: 'salle',
      jeton: secretDe(keys, id),
      le: maintenant,
      minutes: reste,
    })
    await emargementsDans(tx, demi, keys).consigner({
      geste: 'ouvrir-salle',
      objet: { genre: 'seance', id: demi.seance.id },
      phrase: `{personne:${qui.id}} a affiché le code de la salle.`,
      le: maintenant,
    })
    return ok(id)
  })
  return rendu ?? introuvable()
}

export const fermerSalle = async (
  { db, clock }: Services,
  qui: Qui,
  ou: Ou,
): Promise<Result<number, Refus>> => {
  const rendu = await db.withTenant(qui.acces, async (tx): Promise<Result<number, Refus>> => {
    await verrouillerSeance(tx, ou.seance)
    const demi = await lireDemi(tx, ou.session, ou.seance)
    if (!demi) return introuvable()
    const par = auteurDe(qui, demi)
    return par.ok ? ok(await fermerLesTablettes(tx, ou.seance, clock.now(), 'salle')) : par
  })
  return rendu ?? introuvable()
}

/** La salle ouverte de cette séance. */
export const lireSalle = async (
  { db }: Services,
  qui: Qui,
  seance: SeanceId,
): Promise<TabletteId | undefined> => db.withTenant(qui.acces, (tx) => salleOuverte(tx, seance))

/** Ce que le carré dit à cet instant. */
export const codeDuMoment = ({ keys, clock }: Services, salle: string): string =>
  codeDeSalle(keys.digest, salle, clock.now())
export const codeDe = ({ keys }: Pick<Services, 'keys'>, salle: string, inscription: string): string =>
  codePersonnel(keys.digest, salle, inscription)

/** Le téléphone a lu le carré : un passe bref, ou rien si le code n’est plus celui du moment. */
export const entrerDansLaSalle = async (
  { db, keys, clock }: Services,
  g: { readonly salle: string; readonly code: string; readonly ip: string },
): Promise<Result<Passe & { readonly texte: string }, Refus>> => {
  if (!(await createLimits(db, keys).allow('salle', `${g.salle} ${g.ip}`, debitSalle)))
    return refuser('trop-d-essais', 'Trop de téléphones à la fois : recommencez dans une minute.')
  const maintenant = clock.now()
  if (!asId<'Tablette'>(g.salle) || !estDuMoment(keys.digest, g.salle, g.code, maintenant))
    return refuser('code-passe', 'Ce code a tourné : photographiez celui que l’écran montre maintenant.')
  const passe = {
    salle: g.salle,
    appareil: randomUUID(),
    jusque: new Date(maintenant.getTime() + dureePasseMs),
  }
  return ok({ ...passe, texte: ecrirePasse(keys.digest, passe) })
}

/** Le passe d’un téléphone, s’il vaut encore pour cette salle. */
export const passeDe = (
  { keys, clock }: Services,
  salle: string,
  texte: string | undefined,
): Passe | undefined => (texte === undefined ? undefined : lirePasse(keys.digest, salle, texte, clock.now()))

const lireVue = async (tx: TenantTx, jeton: string): Promise<VueTablette | undefined> => {
  const ici = await lireTabletteDuJeton(tx, jeton)
  const demi = ici && (await lireDemi(tx, ici.session, ici.seance))
  return demi && { organisme: (await nomOrganisme(tx)).nom, demi, cases: await lireCases(tx, ici) }
}

/** Ce que voit le téléphone : la demi-journée et ses noms ; rien si la salle est fermée. */
export const lireDansLaSalle = ({ db, keys }: Services, passe: Passe): Promise<VueTablette | undefined> =>
  db.withTenant(accesDe(keys, passe.salle), (tx) => lireVue(tx, secretDe(keys, passe.salle)))

/** Demande le code personnel par courriel. La réponse est la même que la personne ait un courriel ou non. */
export const demanderLeCode = async (
  { db, keys, clock }: Services,
  passe: Passe,
  inscription: InscriptionId,
): Promise<Result<true, Refus>> => {
  if (!(await createLimits(db, keys).allow('salle-courriel', `${passe.salle} ${inscription}`, debitCourriel)))
    return refuser(
      'trop-de-courriels',
      'Le code est déjà parti trois fois : demandez-le à la personne qui forme.',
    )
  const fait = await db.withTenant(accesDe(keys, passe.salle), async (tx, tenant) => {
    const vue = await lireVue(tx, secretDe(keys, passe.salle))
    const c = vue?.cases.find((x) => x.inscription === inscription)
    if (!c) return false
    if (c.personne.courriel && c.presence.etat === 'attendue')
      await enqueue(
        tx,
        tacheEnvoyerCode,
        { organisme: tenant.organisme, salle: passe.salle, inscription, envoi: clock.now().getTime() },
        { cle: `code:${passe.salle}:${inscription}` },
      )
    return true
  })
  return fait ? ok(true) : introuvable()
}

export type IssueSalle =
  | { readonly etat: 'signe'; readonly signe: Signe; readonly vue: VueTablette; readonly case: Case }
  | { readonly etat: 'refus'; readonly refus: Refus; readonly vue: VueTablette; readonly case: Case }
  | { readonly etat: 'mort' }

const codeFaux = (essaisFinis: boolean): Refus =>
  essaisFinis
    ? {
        code: 'essais-finis',
        phrase: 'Six essais ont échoué : attendez un quart d’heure, ou signez sur la tablette de la salle.',
      }
    : {
        code: 'code-faux',
        phrase:
          'Ce n’est pas votre code. Il a six chiffres : recevez-le par courriel, ou demandez-le à la personne qui forme.',
      }

export const signerDansLaSalle = async (
  services: Services,
  passe: Passe,
  saisie: {
    readonly inscription: InscriptionId
    readonly code: string
    readonly ip: string
    readonly agent: string
    /** La marque du navigateur (`marqueDe`) : la même pour tout ce qui s’y signe dans la journée. */
    readonly marque?: string | undefined
    readonly horloge?: Date | undefined
    readonly trace?: string | undefined
    /** Le jeton du formulaire. */
    readonly envoi: string
  },
): Promise<IssueSalle> => {
  const { db, keys, clock } = services
  const qui = `${passe.salle} ${saisie.inscription}`
  const juste = memeCode(codeDe(services, passe.salle, saisie.inscription), saisie.code)
  // Chaque essai compte, le bon aussi : sans quoi l’on devinerait en sachant quand s’arrêter.
  const permis = await createLimits(db, keys).allow('salle-code', qui, debitCode)
  const jeton = secretDe(keys, passe.salle)
  try {
    const issue = await db.withTenant(
      accesDe(keys, passe.salle),
      async (tx): Promise<IssueSalle | undefined> => {
        const ici = await lireTabletteDuJeton(tx, jeton)
        if (!ici) return undefined
        await verrouillerCase(tx, ici.seance, saisie.inscription)
        const vue = await lireVue(tx, jeton)
        const inscrit = vue?.cases.find((x) => x.inscription === saisie.inscription)
        if (!vue || !inscrit) return undefined
        const refuse = (refus: Refus): IssueSalle => ({ etat: 'refus', refus, vue, case: inscrit })
        if (!permis || !juste) return refuse(codeFaux(!permis))
        const maillon = maillonDe(saisie.envoi, ici.id, inscrit.inscription)
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
        const fait = await signer({
          emargements: emargementsDans(tx, vue.demi, keys),
          prendreLien: async () => true,
          maintenant: clock.now(),
        })({
          demi: vue.demi,
          inscrit,
          porte: 'qr',
          appareil: passe.appareil as AppareilId,
          identification: 'code',
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

/** Ce que la tâche du courriel relit : à qui, et quel code ; rien si la case n’attend plus. */
export const codeAEnvoyer = async (
  services: Services,
  tx: TenantTx,
  g: {
    readonly salle: string
    readonly inscription: InscriptionId
    readonly session: Demi['session']['id']
    readonly seance: SeanceId
  },
): Promise<{ readonly demi: Demi; readonly case: Case; readonly code: string } | undefined> => {
  const demi = await lireDemi(tx, g.session, g.seance)
  const [c] = demi ? await lireCases(tx, g) : []
  return demi && c && c.presence.etat === 'attendue'
    ? { demi, case: c, code: codeDe(services, g.salle, g.inscription) }
    : undefined
}
