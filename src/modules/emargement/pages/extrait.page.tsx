import { Hono } from 'hono'
import { z } from 'zod'
import { asId } from '#kernel/id.ts'
import type { Refus } from '#kernel/refus.ts'
import { de } from '#kernel/texte.ts'
import { pieceUrl } from '#modules/documents/index.ts'
import { exigerDroit, peutVisiteur } from '#modules/organisme/index.ts'
import { modifierEntrepriseUrl } from '#modules/tiers/index.ts'
import { Actions, Alert, Field, FieldSection, Form, Page } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { withQuery } from '#web/links.ts'
import { type Donneur, lireDonneur } from '../db/certificats.ts'
import { lireCertificats } from '../gestes/emettre-certificats.ts'
import { emettreExtrait, manquesDuDonneur } from '../gestes/emettre-extrait.ts'
import { certificatsUrl, extraitUrl } from '../liens.ts'
import { contexteDe } from './commun.ts'

const fields = z.object({
  contrat: texte({ min: 1, max: 100, vide: 'Écrivez la référence du contrat de sous-traitance.' }),
  prefet: texte({ min: 1, max: 120, vide: 'Écrivez le préfet de région du donneur d’ordre.' }),
})

const Vue = ({
  form,
  session,
  nom,
  donneur,
  manques,
  fiche,
}: {
  form: FormOf<typeof fields>
  session: string
  nom: string
  donneur: Donneur
  manques: readonly Refus[]
  /** Où compléter la fiche du donneur d’ordre ; absent : la personne ne l’écrit pas. */
  fiche: string | undefined
}) => (
  <Page
    title="Extrait de présence"
    lede={`${nom}, reçu·e ${de(donneur.nom)}, qui établit le certificat. L’extrait dit ce que le registre garde de ses demi-journées.`}
    path={[{ libelle: 'Certificats', href: certificatsUrl({ session }) }]}
    alert={form.alert}
  >
    {manques.length > 0 && !form.alert ? (
      <Alert genre="mal" fort="Ce qui retient l’extrait :">
        {manques.map((m) => m.phrase).join(' ')}{' '}
        {fiche ? <a href={fiche}>Compléter la fiche {de(donneur.nom)}</a> : null}
      </Alert>
    ) : null}
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
  .use(extraitUrl.modele, exigerDroit('documents.emettre'))
  .on(['GET', 'POST'], extraitUrl.modele, async (c) => {
    const ctx = contexteDe(c)
    const inscription = asId<'Inscription'>(c.req.param('inscription') ?? '')
    const services = c.get('services')
    const lues = ctx && (await lireCertificats(services, ctx.qui.acces, ctx.session))
    const ligne = lues?.lignes.find((l) => l.inscription.id === inscription)
    if (!ctx || !inscription || ligne?.delivrable !== 'extrait') return notFound(c)
    const { prenom, nom } = ligne.inscription
    const donneur = await services.db.withTenant(ctx.qui.acces, (tx) => lireDonneur(tx, inscription))
    if (!donneur) return notFound(c)
    const manques = manquesDuDonneur(donneur)
    const fiche = peutVisiteur(ctx.visiteur, 'inscriptions.inscrire')
      ? withQuery(modifierEntrepriseUrl({ entreprise: donneur.entreprise }), {
          suite: extraitUrl({ session: ctx.session, inscription }),
        })
      : undefined
    const vue = (form: FormOf<typeof fields>) => (
      <Vue
        form={form}
        session={ctx.session}
        nom={`${prenom} ${nom}`}
        donneur={donneur}
        manques={manques}
        fiche={fiche}
      />
    )
    if (c.req.method === 'GET') return c.html(vue(emptyForm(undefined, { contrat: donneur.reference ?? '' })))
    const read = await readForm(fields, c)
    if (!read.ok) return c.html(vue(read.form), read.status)
    const r = await emettreExtrait(services, ctx.qui.acces, inscription, read.data)
    if (r.ok) return c.redirect(pieceUrl({ piece: r.value.piece }), 303)
    const deLaFiche = manques.some((m) => m.code === r.error.code)
    return c.html(
      vue(
        withAlert(read.form, {
          titre: 'Rien n’a été émis',
          phrase: r.error.phrase,
          ...(fiche && deLaFiche
            ? { issues: [{ libelle: `complétez la fiche ${de(donneur.nom)}`, href: fiche }] }
            : {}),
        }),
      ),
      409,
    )
  })
