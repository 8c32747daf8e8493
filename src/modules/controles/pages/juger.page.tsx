import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { asId } from '#kernel/id.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import { sessionsUrl, sessionUrl } from '#modules/sessions/index.ts'
import { newId } from '#platform/db/index.ts'
import { Actions, ButtonLink, Definitions, FieldSection, Form, Page, TextArea } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert, withErrors } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import type { ConstatJuge } from '../domain/juger.ts'
import { constatAJuger, jugerConstat } from '../gestes/juger.ts'
import { nommerPhrases, type ReleveJuge } from '../gestes/relever.ts'
import { motMarque } from '../lecture/mots.ts'
import { jugerHref, sessionControlesUrl } from '../liens.ts'
import { pourSession } from './commun.ts'

const fields = z.object({
  motif: texte({ min: 10, max: 1000, vide: 'Écrivez le motif : il se lira en contrôle, sous votre nom.' }),
})

const chemin = '/sessions/:session{[0-9a-f-]{36}}/controles/juger' as const

const Vue = ({
  form,
  r,
  constat,
  phrase,
}: {
  form: FormOf<typeof fields>
  r: ReleveJuge
  constat: ConstatJuge
  phrase: string
}) => {
  const session = r.session.id
  const revenir = constat.jugement !== undefined
  return (
    <Page
      title={revenir ? 'Revenir sur une acceptation' : 'Accepter un constat'}
      lede="Le constat reste, avec votre réponse. Si les faits changent, il se rouvre de lui-même."
      path={[
        { libelle: 'Sessions', href: sessionsUrl() },
        { libelle: r.session.numero, href: sessionUrl({ session }) },
        { libelle: 'Contrôles', href: sessionControlesUrl({ session }) },
      ]}
      alert={form.alert}
    >
      <Form form={form} action={jugerHref(session, constat)} noms={{ motif: 'Motif' }}>
        <FieldSection titre="Le constat" plein>
          <Definitions
            lignes={[
              [constat.titre, phrase],
              ['Source', `${constat.source.texte} (${motMarque[constat.source.marque]})`],
              ...(constat.jugement
                ? ([['Accepté', `par ${constat.jugement.parNom} : ${constat.jugement.motif}`]] as const)
                : []),
            ]}
          />
        </FieldSection>
        <FieldSection titre="Votre réponse">
          <TextArea
            form={form}
            name="motif"
            label={revenir ? 'Pourquoi vous revenez dessus' : 'Pourquoi c’est acceptable'}
            hint="Une phrase qu’un contrôle puisse lire. Rien sur la santé de personne."
            rows={3}
          />
        </FieldSection>
        <Actions libelle={revenir ? 'Rouvrir le constat' : 'Accepter, sous mon nom'}>
          <ButtonLink href={sessionControlesUrl({ session })}>Laisser</ButtonLink>
        </Actions>
      </Form>
    </Page>
  )
}

const vise = (c: Context<Env>) => ({ regle: c.req.query('regle'), cle: c.req.query('cle') })

/** La règle et la clé viennent de l’adresse : elles ne valent que si elles désignent un constat d’aujourd’hui. */
export const jugerPage = new Hono<Env>()
  .use(chemin, exigerDroit('controles.juger'))
  .get(chemin, (c) =>
    pourSession(c, 'controles.juger', async (tx, _visiteur, session) => {
      const lu = await constatAJuger(tx, session.id, vise(c), c.get('services').clock.now())
      if (!lu) return notFound(c)
      const dire = await nommerPhrases(tx, [lu.constat.phrase])
      return c.html(<Vue form={emptyForm()} {...lu} phrase={dire(lu.constat.phrase)} />)
    }),
  )
  .post(chemin, async (c) => {
    const read = await readForm(fields, c)
    return pourSession(c, 'controles.juger', async (tx, visiteur, session) => {
      const le = c.get('services').clock.now()
      const lu = await constatAJuger(tx, session.id, vise(c), le, { verrouiller: true })
      if (!lu) return notFound(c)
      const dire = await nommerPhrases(tx, [lu.constat.phrase])
      const vue = (form: FormOf<typeof fields>, status: 200 | 409 | 413 | 415 | 422) =>
        c.html(<Vue form={form} {...lu} phrase={dire(lu.constat.phrase)} />, status)
      if (!read.ok) return vue(read.form, read.status)
      const id = (read.jeton && asId<'Jugement'>(read.jeton)) || newId<'Jugement'>(le)
      const fait = await jugerConstat(tx, lu, { id, motif: read.data.motif, parNom: visiteur.nom }, le)
      if (!fait.ok)
        return vue(
          fait.error.code === 'motif-court'
            ? withErrors(read.form, { motif: fait.error.phrase })
            : withAlert(read.form, fait.error.phrase),
          409,
        )
      return redirectWith(c, sessionControlesUrl({ session: session.id }), {
        genre: 'fait',
        fort:
          fait.value === 'accepte' ? 'Le constat est accepté, sous votre nom.' : 'Le constat est rouvert.',
      })
    })
  })
