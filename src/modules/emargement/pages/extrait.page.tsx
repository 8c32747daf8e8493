import { Hono } from 'hono'
import { z } from 'zod'
import { asId } from '#kernel/id.ts'
import { de } from '#kernel/texte.ts'
import { pieceUrl } from '#modules/documents/index.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import { Actions, Field, FieldSection, Form, Page } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { lireCertificats } from '../emettre-certificats.ts'
import { emettreExtrait } from '../emettre-extrait.ts'
import { certificatsUrl } from '../liens.ts'
import { contexteDe } from './commun.ts'

const fields = z.object({
  contrat: texte({ min: 1, max: 100, vide: 'Écrivez la référence du contrat de sous-traitance.' }),
  prefet: texte({ min: 1, max: 120, vide: 'Écrivez le préfet de région du donneur d’ordre.' }),
})
const adresse = '/sessions/:session/certificats/:inscription/extrait'

const Vue = ({
  form,
  session,
  nom,
  confiePar,
}: {
  form: FormOf<typeof fields>
  session: string
  nom: string
  confiePar: string
}) => (
  <Page
    title="Extrait de présence"
    lede={`${nom}, reçu·e ${de(confiePar)}, qui établit le certificat. L’extrait dit ce que le registre garde de ses demi-journées.`}
    path={[{ libelle: 'Certificats', href: certificatsUrl({ session }) }]}
    alert={form.alert}
  >
    <Form form={form} noms={{ contrat: 'Contrat', prefet: 'Préfet de région' }}>
      <FieldSection titre="Le donneur d’ordre">
        <Field form={form} name="contrat" label="Référence du contrat de sous-traitance" maxlength={100} />
        <Field
          form={form}
          name="prefet"
          label="Préfet de région auquel il est déclaré"
          hint="Tel qu’il s’écrit après « préfet » : « de la région Bretagne »."
          maxlength={120}
        />
      </FieldSection>
      <Actions libelle="Émettre l’extrait" />
    </Form>
  </Page>
)

export const extraitPages = new Hono<Env>()
  .use(adresse, exigerDroit('documents.emettre'))
  .on(['GET', 'POST'], adresse, async (c) => {
    const ctx = contexteDe(c)
    const inscription = asId<'Inscription'>(c.req.param('inscription') ?? '')
    const services = c.get('services')
    const lues = ctx && (await lireCertificats(services, ctx.qui.acces, ctx.session))
    const ligne = lues?.lignes.find((l) => l.inscription.id === inscription)
    if (!ctx || !inscription || ligne?.delivrable !== 'extrait') return notFound(c)
    const { prenom, nom, confiePar } = ligne.inscription
    const vue = (form: FormOf<typeof fields>) => (
      <Vue
        form={form}
        session={ctx.session}
        nom={`${prenom} ${nom}`}
        confiePar={confiePar ?? 'un autre organisme'}
      />
    )
    if (c.req.method === 'GET') return c.html(vue(emptyForm()))
    const read = await readForm(fields, c)
    if (!read.ok) return c.html(vue(read.form), read.status)
    const r = await emettreExtrait(services, ctx.qui.acces, inscription, read.data)
    if (r.ok) return c.redirect(pieceUrl({ piece: r.value.piece }), 303)
    return c.html(vue(withAlert(read.form, { titre: 'Rien n’a été émis', phrase: r.error.phrase })), 409)
  })
