/** Faire signer la convention d’un groupement par lien, sans compte : un code de six chiffres, comme pour une pièce. */
import { randomInt } from 'node:crypto'

import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import {
  ecrireCode,
  phraseDeConsentement,
  verifierCode,
  verifierEnvoiDeCode,
} from '#modules/documents/index.ts'
import { enseigneParDefaut } from '#modules/organisme/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { enqueue } from '#platform/jobs/enqueue.ts'
import { sendLater } from '#platform/mail/outbox.ts'
import type { Services } from '#platform/services.ts'
import type { Visiteur } from '#web/env.ts'
import { type ConventionASigner, conventionASigner, type DemandeDeConventionId } from '../db/convention.ts'
import { demanderSignature, repondreALaConvention } from '../db/groupements.ecritures.ts'
import type { DossierLu } from '../domain/groupement.ts'
import type { QuiSigne } from '../lecture/qui-signe.ts'

export const tacheEnvoyerConvention = 'marches.envoyer-convention'
const phrases: Readonly<Record<string, string>> = {
  refuse: 'Ce geste ne vous est pas ouvert sur ce dossier.',
  'non-constitue': 'Le groupement se constitue d’abord : la convention se signe ensuite.',
  'sans-papier':
    'Cette version est d’avant que la convention se fige en papier : elle ne se signe pas par lien.',
  signee: 'La convention est déjà signée pour votre coopérative.',
  'sans-pouvoir': 'Cette personne ne peut pas signer aujourd’hui pour votre coopérative.',
}

/** Demande la signature de qui engage la coopérative : son lien part par courriel, celui d’avant ne vaut plus. */
export const faireSigner = async (
  tx: TenantTx,
  visiteur: Visiteur,
  { d, signataires }: { readonly d: DossierLu; readonly signataires: readonly QuiSigne[] },
  signataire: string,
  le: Date,
): Promise<Result<undefined, Refus>> => {
  const [enseigne, organisme] = [await enseigneParDefaut(tx, visiteur), visiteur.organisme?.id]
  if (!enseigne || !organisme) return refuser('refuse', phrases.refuse ?? '')
  const a = signataires.find((s) => s.id === signataire)
  if (!a) return refuser('sans-pouvoir', phrases['sans-pouvoir'] ?? '')
  const { nom, qualite, courriel } = a
  const demande: DemandeDeConventionId = newId(le)
  const dit = await demanderSignature(tx, d.g.id, { id: demande, nom, qualite, courriel }, le)
  if (dit !== 'demandee') return refuser(dit, phrases[dit] ?? phrases.refuse ?? '')
  await enqueue(
    tx,
    tacheEnvoyerConvention,
    { organisme, activite: enseigne.id, demande },
    { cle: `convention:${demande}` },
  )
  return ok(undefined)
}

const nommerConvention = (c: Pick<ConventionASigner, 'objet' | 'version'>): string =>
  `la convention de groupement « ${c.objet} », version ${c.version}`
export const consentementDe = (c: ConventionASigner): string =>
  phraseDeConsentement('signature', nommerConvention({ ...c, objet: c.objet.slice(0, 200) }))

/** Ce que rend un geste par lien. Rien : le lien ne vaut plus. */
export type IssueParLien = {
  readonly vue: ConventionASigner
  readonly refus?: Refus
  readonly fait?: 'code' | 'signe' | 'refuse'
}
type Faire = (tx: TenantTx, vue: ConventionASigner) => Promise<Result<'code' | 'signe' | 'refuse', Refus>>
const parLien = (
  { db, clock }: Pick<Services, 'db' | 'clock'>,
  jeton: string,
  faire: Faire,
): Promise<IssueParLien | undefined> =>
  db.withTenant({ genre: 'lien', jeton }, async (tx) => {
    // Sous verrou : des essais de code envoyés ensemble se comptent un par un.
    await repondreALaConvention(tx, { geste: 'verrou' }, clock.now())
    const vue = await conventionASigner(tx)
    if (!vue) return undefined
    if (vue.signeeLe)
      return { vue, refus: { code: 'deja-signee', phrase: 'Vous avez déjà signé cette convention.' } }
    if (vue.refuseeLe)
      return {
        vue,
        refus: {
          code: 'refusee',
          phrase: 'Vous avez refusé cette convention : votre coopérative vous renverra un lien.',
        },
      }
    const fait = await faire(tx, vue)
    return fait.ok
      ? { vue: (await conventionASigner(tx)) ?? vue, fait: fait.value }
      : { vue, refus: fait.error }
  })
const plusASigner = () =>
  refuser('ferme', 'Cette convention ne se signe plus : demandez à votre coopérative où en est le dossier.')

const empreinteDuCode = ({ keys }: Pick<Services, 'keys'>, id: string, code: string): Buffer =>
  keys.digest('marches.code', `${id}:${code}`)

export const lireParLien = (
  { db }: Pick<Services, 'db'>,
  jeton: string,
): Promise<ConventionASigner | undefined> =>
  db.withTenant({ genre: 'lien', jeton }, (tx) => conventionASigner(tx))

export const envoyerCode = (services: Services, jeton: string) =>
  parLien(services, jeton, async (tx, vue) => {
    const le = services.clock.now()
    const permis = verifierEnvoiDeCode(vue, le)
    if (!permis.ok) return permis
    const code = String(randomInt(0, 1_000_000)).padStart(6, '0')
    const pose = { geste: 'code', code: empreinteDuCode(services, vue.id, code) } as const
    if (!(await repondreALaConvention(tx, pose, le))) return plusASigner()
    await sendLater(tx, services, {
      a: vue.courriel,
      deLaPart: vue.cooperative,
      ...ecrireCode({ nom: vue.nom, quoi: nommerConvention(vue), code }),
    })
    return ok('code')
  })

export const signerParLien = (
  services: Services,
  jeton: string,
  s: { readonly nom: string; readonly qualite: string; readonly code: string },
) =>
  parLien(services, jeton, async (tx, vue) => {
    const le = services.clock.now()
    const code = empreinteDuCode(services, vue.id, s.code)
    const juste = verifierCode(vue, code.toString('hex'), le)
    if (!juste.ok) {
      if (juste.error.code === 'code-faux') await repondreALaConvention(tx, { geste: 'essai' }, le)
      return juste
    }
    const dit = consentementDe(vue)
    return (await repondreALaConvention(
      tx,
      { geste: 'signer', code, nom: s.nom, qualite: s.qualite, dit },
      le,
    ))
      ? ok('signe')
      : plusASigner()
  })

export const refuserParLien = (services: Services, jeton: string, motif: string) =>
  parLien(services, jeton, async (tx) =>
    (await repondreALaConvention(tx, { geste: 'refuser', dit: motif }, services.clock.now()))
      ? ok('refuse')
      : plusASigner(),
  )
