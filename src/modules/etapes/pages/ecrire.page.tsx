/** Écrire à plusieurs : le brouillon, la relecture pour chacun, la confirmation. Un message confirmé part une fois. */
import { Hono } from 'hono'
import { asId } from '#kernel/id.ts'
import { compter } from '#kernel/texte.ts'
import { inscritsUneFois } from '#modules/inscriptions/index.ts'
import { exigerDroit, lireOrganisme } from '#modules/organisme/index.ts'
import type { SessionLue } from '#modules/sessions/index.ts'
import { newId } from '#platform/db/index.ts'
import type { Env } from '#web/env.ts'
import { emptyForm, readForm, withErrors } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { ajouterEcrit, jeterEcrit, lireEcrit, reprendreEcrit } from '../db/ecrits.ts'
import { messagesDeLEcrit } from '../db/messages.ts'
import { verifierMots } from '../domain/mots.ts'
import { ecrireA, motsDUnEcrit } from '../ecrire-messages.ts'
import { aQui, envoyerEcrit } from '../envoyer-ecrit.ts'
import { ecritUrl, envoisUrl } from '../liens.ts'
import { cheminSession, pourEnvois } from './commun.tsx'
import {
  coches,
  type Formulaire,
  fields,
  type VuEcrit,
  VueBrouillon,
  VueEcrire,
  VueParti,
} from './ecrire.vue.tsx'

const cheminEcrire = `${cheminSession}/ecrire` as const
const cheminEcrit = `${cheminSession}/ecrits/:ecrit` as const

const lireTextes = (fautesDe: { objet: string; corps: string }): Record<string, string> => {
  const fautes: Record<string, string> = {}
  const [o, k] = [verifierMots(fautesDe.objet, motsDUnEcrit), verifierMots(fautesDe.corps, motsDUnEcrit)]
  if (!o.ok) fautes.objet = o.error.phrase
  if (!k.ok) fautes.corps = k.error.phrase
  return fautes
}

export const ecrirePages = new Hono<Env>()
  .use(`${cheminSession}/*`, exigerDroit('inscriptions.lire'))
  .get(cheminEcrire, (c) =>
    pourEnvois(c, { envoyer: true }, async (_tx, { session }) =>
      c.html(<VueEcrire session={session} form={emptyForm(undefined, { publics: ['stagiaires'] })} />),
    ),
  )
  .post(cheminEcrire, async (c) => {
    const read = await readForm(fields, c)
    return pourEnvois(c, { envoyer: true }, async (tx, { session }) => {
      if (!read.ok) return c.html(<VueEcrire session={session} form={read.form} />, read.status)
      const fautes = lireTextes(read.data)
      if (Object.keys(fautes).length > 0)
        return c.html(<VueEcrire session={session} form={withErrors(read.form, fautes)} />, 422)
      const { publics, nature, objet, corps } = read.data
      const id = (read.jeton && asId<'Ecrit'>(read.jeton)) || newId<'Ecrit'>()
      const le = c.get('services').clock.now()
      await ajouterEcrit(tx, {
        id,
        activite: session.activite,
        session: session.id,
        publics,
        nature,
        objet,
        corps,
        le,
      })
      return c.redirect(ecritUrl({ session: session.id, ecrit: id }), 303)
    })
  })
  .get(`${cheminEcrit}/reprendre`, (c) =>
    pourEnvois(c, { envoyer: true }, async (tx, { session }) => {
      const id = asId<'Ecrit'>(c.req.param('ecrit') ?? '')
      const e = id && (await lireEcrit(tx, id))
      if (!e || e.session !== session.id || e.confirmeLe) return notFound(c)
      const form: Formulaire = emptyForm(undefined, {
        publics: e.publics,
        nature: e.nature,
        objet: e.objet,
        corps: e.corps,
        revision: String(e.revision),
      })
      return c.html(<VueEcrire session={session} form={form} reprend={e.id} />)
    }),
  )
  .post(`${cheminEcrit}/reprendre`, async (c) => {
    const read = await readForm(fields, c)
    return pourEnvois(c, { envoyer: true }, async (tx, { session }) => {
      const id = asId<'Ecrit'>(c.req.param('ecrit') ?? '')
      const e = id && (await lireEcrit(tx, id))
      if (!id || !e || e.session !== session.id || e.confirmeLe) return notFound(c)
      if (!read.ok) return c.html(<VueEcrire session={session} form={read.form} reprend={id} />, read.status)
      const fautes = lireTextes(read.data)
      if (Object.keys(fautes).length > 0)
        return c.html(<VueEcrire session={session} form={withErrors(read.form, fautes)} reprend={id} />, 422)
      const { revision, ...saisi } = read.data
      const fait = await reprendreEcrit(tx, id, Number(revision) || 0, saisi)
      return redirectWith(c, ecritUrl({ session: session.id, ecrit: id }), {
        genre: fait ? 'fait' : 'mal',
        fort: fait ? 'Le message est repris.' : 'Quelqu’un l’a repris avant vous.',
        suite: 'Relisez-le.',
      })
    })
  })
  .get(cheminEcrit, (c) =>
    pourEnvois(c, { envoyer: true }, async (tx, { session, organisme }) => {
      const vu = await lireVu(c.req.param('ecrit') ?? '', c.get('services').keys, tx, session, organisme)
      if (!vu) return notFound(c)
      return c.html(
        vu.ecrit.confirmeLe ? (
          <VueParti {...vu} form={emptyForm()} />
        ) : (
          <VueBrouillon {...vu} form={emptyForm()} />
        ),
      )
    }),
  )
  .post(cheminEcrit, async (c) => {
    const read = await readForm(coches, c)
    return pourEnvois(c, { envoyer: true }, async (tx, { session, organisme }) => {
      const { keys, clock } = c.get('services')
      const vu = await lireVu(c.req.param('ecrit') ?? '', keys, tx, session, organisme)
      if (!vu) return notFound(c)
      const le = clock.now()
      const ici = ecritUrl({ session: session.id, ecrit: vu.ecrit.id })
      if (read.ok && read.geste === 'jeter') {
        const jete = await jeterEcrit(tx, vu.ecrit.id, le)
        return redirectWith(c, jete ? envoisUrl({ session: session.id }) : ici, {
          genre: jete ? 'fait' : 'passe',
          fort: jete ? 'Le brouillon est jeté.' : 'Ce message est parti : il reste écrit.',
        })
      }
      if (!read.ok) return c.html(<VueBrouillon {...vu} form={read.form} />, read.status)
      const { garde = [] } = read.data
      const fait = await envoyerEcrit(tx, {
        session,
        ecrit: vu.ecrit.id,
        revision: read.data.revision,
        coches: typeof garde === 'string' ? [garde] : garde,
        organisme,
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
        suite: 'Chacun s’inscrit au journal de la session.',
      })
    })
  })

const lireVu = async (
  brut: string,
  keys: Parameters<typeof aQui>[3],
  tx: Parameters<typeof aQui>[0],
  session: SessionLue,
  organisme: Parameters<typeof aQui>[4],
): Promise<Omit<VuEcrit, 'form'> | undefined> => {
  const id = asId<'Ecrit'>(brut)
  const ecrit = id && (await lireEcrit(tx, id))
  if (!ecrit || ecrit.session !== session.id) return undefined
  const [q, maison, inscrits, messages] = [
    await aQui(tx, session, ecrit, keys, organisme),
    await lireOrganisme(tx),
    await inscritsUneFois(tx, session.id),
    await messagesDeLEcrit(tx, ecrit.id),
  ]
  const effectif = inscrits.filter((i) => i.etat === 'inscrit').length
  return {
    session,
    ecrit,
    q,
    messages,
    textes: new Map(
      q.partent.map((d) => [d.cible, ecrireA(ecrit, d, { session, organisme: maison, effectif })]),
    ),
  }
}
