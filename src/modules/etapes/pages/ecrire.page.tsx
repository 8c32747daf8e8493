/** Écrire à plusieurs : le brouillon, la relecture pour chacun, la confirmation. Un message confirmé part une fois. */
import { Hono } from 'hono'
import { asId } from '#kernel/id.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import { newId } from '#platform/db/index.ts'
import type { Env } from '#web/env.ts'
import { emptyForm, readForm, withErrors } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { lireEcrit } from '../db/ecrits.ts'
import { ecrireDansLaSession, reprendreDansLaSession } from '../gestes/ecrire.ts'
import { ecritUrl } from '../liens.ts'
import { cheminSession, pourEnvois } from './commun.tsx'
import { coches, type Formulaire, fields, VueEcrire } from './ecrire.vue.tsx'
import { envoyerOuJeter, relire } from './relire-ecrit.tsx'

const cheminEcrire = `${cheminSession}/ecrire` as const
const cheminEcrit = `${cheminSession}/ecrits/:ecrit` as const

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
      const id = (read.jeton && asId<'Ecrit'>(read.jeton)) || newId<'Ecrit'>()
      const { revision: _, ...dit } = read.data
      const fait = await ecrireDansLaSession(tx, session, id, dit, c.get('services').clock.now())
      if (!fait.ok)
        return c.html(<VueEcrire session={session} form={withErrors(read.form, fait.error)} />, 422)
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
      const { revision, ...dit } = read.data
      const repris = await reprendreDansLaSession(tx, id, Number(revision) || 0, dit)
      if (!repris.ok)
        return c.html(
          <VueEcrire session={session} form={withErrors(read.form, repris.error)} reprend={id} />,
          422,
        )
      const fait = repris.value === 'fait'
      return redirectWith(c, ecritUrl({ session: session.id, ecrit: id }), {
        genre: fait ? 'fait' : 'mal',
        fort: fait ? 'Le message est repris.' : 'Quelqu’un l’a repris avant vous.',
        suite: 'Relisez-le.',
      })
    })
  })
  .get(cheminEcrit, (c) =>
    pourEnvois(c, { envoyer: true }, (tx, { session, organisme }) => relire(c, tx, { session, organisme })),
  )
  .post(cheminEcrit, async (c) => {
    const read = await readForm(coches, c)
    return pourEnvois(c, { envoyer: true }, (tx, { session, organisme }) =>
      envoyerOuJeter(c, tx, read, { session, organisme }),
    )
  })
