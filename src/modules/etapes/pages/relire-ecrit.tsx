/** Relire un écrit pour chacun, l’envoyer une fois ou le jeter : les mêmes gestes dans une session et hors d’elle. */
import type { Context } from 'hono'
import { asId, type OrganismeId } from '#kernel/id.ts'
import { compter } from '#kernel/texte.ts'
import { inscritsUneFois } from '#modules/inscriptions/index.ts'
import { lireOrganisme } from '#modules/organisme/index.ts'
import type { SessionLue } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Env } from '#web/env.ts'
import { emptyForm, type readForm } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { lireEcrit } from '../db/ecrits.ts'
import { messagesDeLEcrit } from '../db/messages.ts'
import { jeterUnEcrit } from '../gestes/ecrire.ts'
import { aQui, envoyerEcrit } from '../gestes/envoyer-ecrit.ts'
import { ecrireA } from '../lecture/ecrire-messages.ts'
import {
  type coches,
  dansLaSession,
  horsSession,
  type VuEcrit,
  VueBrouillon,
  VueParti,
} from './ecrire.vue.tsx'

type Ou = { readonly session?: SessionLue; readonly organisme: OrganismeId }

const lireVu = async (
  c: Context<Env>,
  tx: TenantTx,
  { session, organisme }: Ou,
): Promise<Omit<VuEcrit, 'form'> | undefined> => {
  const id = asId<'Ecrit'>(c.req.param('ecrit') ?? '')
  const ecrit = id && (await lireEcrit(tx, id))
  if (!ecrit || ecrit.session !== (session?.id ?? null)) return undefined
  const [q, maison, inscrits, messages] = [
    await aQui(tx, session, ecrit, c.get('services').keys, organisme),
    await lireOrganisme(tx),
    session ? await inscritsUneFois(tx, session.id) : [],
    await messagesDeLEcrit(tx, ecrit.id),
  ]
  const effectif = inscrits.filter((i) => i.etat === 'inscrit').length
  return {
    cadre: session ? dansLaSession(session) : horsSession,
    ecrit,
    q,
    messages,
    textes: new Map(
      q.partent.map((d) => [d.cible, ecrireA(ecrit, d, { session, organisme: maison, effectif })]),
    ),
  }
}

export const relire = async (c: Context<Env>, tx: TenantTx, ou: Ou): Promise<Response> => {
  const vu = await lireVu(c, tx, ou)
  if (!vu) return notFound(c)
  return c.html(
    vu.ecrit.confirmeLe ? (
      <VueParti {...vu} form={emptyForm()} />
    ) : (
      <VueBrouillon {...vu} form={emptyForm()} />
    ),
  )
}

export const envoyerOuJeter = async (
  c: Context<Env>,
  tx: TenantTx,
  read: Awaited<ReturnType<typeof readForm<typeof coches>>>,
  ou: Ou,
): Promise<Response> => {
  const { keys, clock } = c.get('services')
  const vu = await lireVu(c, tx, ou)
  if (!vu) return notFound(c)
  const le = clock.now()
  const ici = vu.cadre.adresse(vu.ecrit.id)
  if (read.ok && read.geste === 'jeter') {
    const jete = await jeterUnEcrit(tx, vu.ecrit.id, le)
    return redirectWith(c, jete ? vu.cadre.retour : ici, {
      genre: jete ? 'fait' : 'passe',
      fort: jete ? 'Le brouillon est jeté.' : 'Ce message est parti : il reste écrit.',
    })
  }
  if (!read.ok) return c.html(<VueBrouillon {...vu} form={read.form} />, read.status)
  const { garde = [] } = read.data
  const fait = await envoyerEcrit(tx, {
    session: ou.session,
    ecrit: vu.ecrit.id,
    revision: read.data.revision,
    coches: typeof garde === 'string' ? [garde] : garde,
    organisme: ou.organisme,
    keys,
    le,
  })
  if (!fait.ok) {
    if (fait.error.code === 'deja-parti')
      return redirectWith(c, ici, { genre: 'passe', fort: fait.error.phrase })
    return c.html(<VueBrouillon {...vu} form={emptyForm(fait.error.phrase)} />, 409)
  }
  return redirectWith(c, ici, {
    genre: 'fait',
    fort: `${compter(fait.value.envois, 'message part', { pluriel: 'messages partent' })}.`,
    suite: ou.session
      ? 'Chacun s’inscrit au journal de la session.'
      : 'Chacun s’inscrit au journal de la personne.',
  })
}
