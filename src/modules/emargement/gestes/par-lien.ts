/** Le lien personnel : ce qu’il montre, et la signature qu’il permet. */
import type { Refus } from '#kernel/refus.ts'
import { consommerLien } from '#modules/comptes/index.ts'
import { attendreLeDisque, newId, type TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import {
  type Case,
  type Invitation,
  lireCases,
  lireDemis,
  lireInvitation,
  nomOrganisme,
} from '../db/lectures.ts'
import { lireRecu, type RecuDeLien } from '../db/recu.ts'
import {
  emargementsDans,
  invitationDuLien,
  prouverLeCode,
  verrouillerCase,
} from '../db/registre.ecritures.ts'
import { lireCaseVierge, signerParLienDUnTrait } from '../db/signer-par-lien.ts'
import { texteDeLaFeuille } from '../documents/feuille-montree.ts'
import { ChangeEntreTemps, type Demi } from '../domain/ports.ts'
import { preuveDuCode } from '../domain/salle.ts'
import { codeJuste, compterEssai, lireMoyenDuCode, type MoyenDuCode, refusDuCode } from './code-du-lien.ts'
import { type Signe, signer, signerVierge } from './signer.ts'

export type VueDuLien = {
  readonly organisme: string
  readonly demi: Demi
  readonly case: Case
  /** Un code s’ajoute au lien : par où il part. Absent : le lien suffit. */
  readonly code?: MoyenDuCode
  /** Toutes ses demi-journées, avec ce que le registre en dit. */
  readonly demis: readonly (readonly [Demi, Case])[]
}

const lireVue = async (tx: TenantTx, jeton: string, connue?: Invitation): Promise<VueDuLien | undefined> => {
  // Relu même quand l’invitation est connue : le lien a pu servir pendant que l’on attendait la case.
  const id = await invitationDuLien(tx, jeton)
  const invitation = id && (connue ?? (await lireInvitation(tx, id)))
  if (!invitation) return undefined
  const { session, seance, inscription } = invitation
  const [demis, cases, maison] = [
    await lireDemis(tx, session),
    await lireCases(tx, { session, inscription }),
    await nomOrganisme(tx),
  ]
  const paires = demis.flatMap((d) => {
    const c = cases.find((x) => x.seance === d.seance.id)
    return c ? [[d, c] as const] : []
  })
  const ici = paires.find(([d]) => d.seance.id === seance)
  const code = await lireMoyenDuCode(tx, jeton)
  return (
    ici && { organisme: maison.nom, demi: ici[0], case: ici[1], demis: paires, ...(code ? { code } : {}) }
  )
}

export type Lien =
  | { readonly etat: 'ouvert'; readonly vue: VueDuLien }
  | { readonly etat: 'servi'; readonly recu: RecuDeLien }
  | { readonly etat: 'mort' }

/** Le reçu d’un lien servi. Un second clic peut le lire avant que le premier soit sur le disque : il l’attend aussi. */
const lireLeRecu = async (db: Services['db'], jeton: string): Promise<RecuDeLien | undefined> => {
  const recu = await db.withoutTenant((tx) => lireRecu(tx, jeton))
  if (recu) await attendreLeDisque(db)
  return recu
}

/** Ce que montre un lien : sa demi-journée, ou le reçu de ce qu’il a déjà signé, ou rien. */
export const lireLien = async ({ db }: Services, jeton: string): Promise<Lien> => {
  const vue = await db.withTenant({ genre: 'lien', jeton }, (tx) => lireVue(tx, jeton))
  if (vue) return { etat: 'ouvert', vue }
  const recu = await lireLeRecu(db, jeton)
  return recu ? { etat: 'servi', recu } : { etat: 'mort' }
}

/** Ce que le reçu dit de ce qui vient d’être signé. */
export type VueSignee = Pick<VueDuLien, 'organisme' | 'demi'> & {
  readonly case: { readonly personne: Pick<Case['personne'], 'prenom' | 'nom'> }
}

export type IssueDeSignature =
  | { readonly etat: 'signe'; readonly signe: Signe; readonly vue: VueSignee }
  | { readonly etat: 'refus'; readonly refus: Refus; readonly vue: VueDuLien }
  | { readonly etat: 'servi'; readonly recu: RecuDeLien }
  | { readonly etat: 'mort' }

type Saisie = {
  readonly ip: string
  readonly agent: string
  /** La marque du navigateur (`marqueDe`) : la même pour tout ce qui s’y signe dans la journée. */
  readonly marque?: string | undefined
  readonly horloge?: Date | undefined
  readonly trace?: string | undefined
  /** Le code reçu à part, tel qu’il est écrit. */
  readonly code?: string | undefined
}

/** `code` : le lien seul ne suffisait pas, et le code était juste. */
const gesteDe = (saisie: Saisie, code: boolean) =>
  ({
    porte: 'lien',
    appareil: null,
    identification: code ? 'code' : 'lien-personnel',
    connexion: { ip: saisie.ip, agent: saisie.agent, ...(saisie.marque ? { marque: saisie.marque } : {}) },
    horloge: saisie.horloge,
    ...(saisie.trace ? { trace: saisie.trace } : {}),
  }) as const

/**
 * Presque toujours vierge, la case se lit et s’écrit alors chacune en une question, dont le jeton est la preuve : rien d’autre
 * ne se lit derrière, aucun sceau n’est posé. Rien : elle ne l’est pas, ou ne se signe pas à cette heure ; les murs le diront.
 */
const signerCaseVierge = async (
  { db, clock, keys }: Services,
  jeton: string,
  saisie: Saisie,
): Promise<IssueDeSignature | undefined> => {
  let differee = false
  const issue = await db.withoutTenant(async (tx): Promise<IssueDeSignature | undefined> => {
    const vierge = await lireCaseVierge(tx, jeton)
    if (!vierge) return undefined
    const { demi, inscription, personne, codeExige } = vierge
    if (codeExige) {
      if (!codeJuste(keys, demi.seance.id, inscription, saisie.code)) return undefined
      await prouverLeCode(tx, jeton, preuveDuCode(keys.digest, demi.seance.id, inscription))
    }
    const fait = await signerVierge(
      {
        ...gesteDe(saisie, codeExige),
        demi,
        inscrit: { inscription, personne, presence: { etat: 'attendue' }, maillon: null },
        montre: texteDeLaFeuille(demi),
      },
      {
        nouveauMaillon: (le) => newId(le),
        ecrire: async (s) => {
          const { differee: attend, ...recu } = await signerParLienDUnTrait(tx, jeton, vierge, s)
          differee = attend
          return recu
        },
        maintenant: clock.now(),
      },
    )
    return fait.ok ? { etat: 'signe', signe: fait.value, vue: { ...vierge, case: { personne } } } : undefined
  })
  // Acquittée veut dire sur le disque.
  if (differee) await attendreLeDisque(db)
  return issue
}

export const signerParLien = async (
  services: Services,
  jeton: string,
  saisie: Saisie,
): Promise<IssueDeSignature> => {
  const { db, keys, clock } = services
  // Chaque essai d’un code compte, le bon aussi : sans quoi l’on devinerait en sachant quand s’arrêter.
  const permis = saisie.code === undefined || (await compterEssai(services, jeton))
  try {
    const issue =
      (await signerCaseVierge(services, jeton, permis ? saisie : { ...saisie, code: undefined })) ??
      (await db.withTenant({ genre: 'lien', jeton }, async (tx): Promise<IssueDeSignature | undefined> => {
        const id = await invitationDuLien(tx, jeton)
        const invitation = id && (await lireInvitation(tx, id))
        if (!invitation) return undefined
        await verrouillerCase(tx, invitation.seance, invitation.inscription)
        const vue = await lireVue(tx, jeton, invitation)
        if (!vue) return undefined
        const { demi, case: inscrit, code } = vue
        if (
          code &&
          inscrit.presence.etat === 'attendue' &&
          !codeJuste(keys, demi.seance.id, inscrit.inscription, permis ? saisie.code : undefined)
        )
          return { etat: 'refus', refus: refusDuCode(permis, saisie.code), vue }
        if (code)
          await prouverLeCode(tx, jeton, preuveDuCode(keys.digest, demi.seance.id, inscrit.inscription))
        const fait = await signer({
          emargements: emargementsDans(tx, vue.demi, keys),
          prendreLien: async () => (await consommerLien(tx, jeton)) !== undefined,
          maintenant: clock.now(),
        })({
          ...gesteDe(saisie, code !== undefined),
          demi: vue.demi,
          inscrit: vue.case,
          montre: texteDeLaFeuille(vue.demi),
        })
        if (fait.ok) return { etat: 'signe', signe: fait.value, vue }
        return { etat: 'refus', refus: { code: fait.error.code, phrase: fait.error.phrase }, vue }
      }))
    if (issue) return issue
  } catch (e) {
    if (!(e instanceof ChangeEntreTemps)) throw e
  }
  const recu = await lireLeRecu(db, jeton)
  return recu ? { etat: 'servi', recu } : { etat: 'mort' }
}
