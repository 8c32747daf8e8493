/** Régler une étape : active ou non, son jour, ses rappels, ses mots. */
import { Hono } from 'hono'
import { z } from 'zod'
import { exigerDroit } from '#modules/organisme/index.ts'
import {
  Actions,
  Button,
  CheckboxField,
  Field,
  FieldSection,
  Form,
  Page,
  Section,
  TextArea,
} from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { caseCochee, entier, facultatif, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withErrors } from '#web/form.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { type EtapeReglee, lireReglages } from '../db/reglages.ts'
import { asCode, estPropre, motPublic } from '../domain/etapes.ts'
import { mots, motsPermis } from '../domain/mots.ts'
import { reglerUneEtape } from '../gestes/regler.ts'
import { reglagesUrl, reglerEtapeUrl, retirerEtapeUrl } from '../liens.ts'
import { peutRegler, refusRegler } from './commun.tsx'

const fields = z.object({
  active: caseCochee(),
  ecart: entier({ min: -180, max: 365, phrase: 'Écrivez un nombre de jours, de −180 à 365.' }),
  relances: texte({ max: 60 }),
  objet: texte({ max: 200 }),
  corps: texte({ max: 6000 }),
  nom: facultatif(texte({ min: 3, max: 80 })),
})
type Formulaire = FormOf<typeof fields>

const enForm = (e: EtapeReglee): Formulaire =>
  emptyForm(undefined, {
    active: e.active ? 'on' : '',
    ecart: String(e.ecart),
    relances: e.relances.join(', '),
    objet: e.objet,
    corps: e.corps,
    nom: e.nom,
  })

const Une = ({ e, form }: { e: EtapeReglee; form: Formulaire }) => {
  const permis = motsPermis(e)
  return (
    <Page
      title={e.nom}
      lede={`${e.phrase} ${motPublic[e.publics]}. ${e.source.texte} (${e.source.marque}).`}
      path={[{ libelle: 'Envois', href: reglagesUrl() }]}
      alert={form.alert}
    >
      <Form
        form={form}
        noms={{ nom: 'Nom', ecart: 'Jour', relances: 'Rappels', objet: 'Objet', corps: 'Message' }}
      >
        <FieldSection titre="Quand">
          {estPropre(e.code) ? <Field form={form} name="nom" label="Nom" span={3} maxlength={80} /> : null}
          <CheckboxField
            form={form}
            name="active"
            label="Cette étape est de nos sessions"
            hint="Inactive, elle n’apparaît plus dans les sessions et ne part jamais seule."
          />
          {e.ancre === 'demi' ? (
            <input type="hidden" name="ecart" value="0" />
          ) : (
            <Field
              form={form}
              name="ecart"
              label="Jour"
              hint={`jours ${e.ancre === 'debut' ? 'depuis le premier jour' : 'depuis le dernier jour'} ; avant : un nombre négatif`}
              inputmode="text"
              unite="j"
            />
          )}
          {e.exige === 'lien' && e.ancre === 'debut' ? (
            <Field
              form={form}
              name="relances"
              label="Rappels"
              hint="en jours après le premier envoi, à qui n’a pas accusé réception : « 3, 6 ». Vide : aucun."
              optional
            />
          ) : null}
        </FieldSection>
        {e.conduite === 'ici' ? (
          <FieldSection titre="Avec quels mots">
            <Field
              form={form}
              name="objet"
              label="Objet"
              span={3}
              {...(e.message ? {} : { optional: true, hint: 'Vide : nos mots.' })}
            />
            <TextArea
              form={form}
              name="corps"
              label="Message"
              rows={14}
              {...(e.message ? {} : { optional: true, hint: `Vide : nos mots. Sinon, gardez {${e.exige}}.` })}
            />
            <details>
              <summary>Les mots qui se remplacent</summary>
              <ul>
                {permis.map((m) => (
                  <li>
                    <code>{`{${m}}`}</code> : {mots[m]}
                  </li>
                ))}
              </ul>
            </details>
          </FieldSection>
        ) : null}
        <Actions libelle="Garder ces réglages">
          <a href={reglagesUrl()}>Ne rien changer</a>
        </Actions>
      </Form>
      {estPropre(e.code) ? (
        <Section
          titre="Retirer cette étape"
          id="retirer"
          sous="Elle quitte toutes les sessions et ne part plus. Ce qui est parti reste au journal, sous son nom ; elle se remet depuis la liste, et se relit alors avant de partir."
        >
          <Form form={emptyForm()} action={retirerEtapeUrl({ code: e.code })} classe="">
            <p>
              <Button>Retirer « {e.nom} »</Button>
            </p>
          </Form>
        </Section>
      ) : null}
    </Page>
  )
}

export const reglerEtapePage = new Hono<Env>()
  .get(reglerEtapeUrl.modele, exigerDroit('inscriptions.lire'), (c) =>
    pourVisiteur(c, c.get('services').db, async (tx, visiteur) => {
      const code = asCode(c.req.param('code'))
      const e = (await lireReglages(tx)).find((x) => x.code === code)
      if (!e || (e.conduite !== 'ici' && e.conduite !== 'geste')) return notFound(c)
      if (!(await peutRegler(tx, visiteur))) return forbidden(c, refusRegler)
      return c.html(<Une e={e} form={enForm(e)} />)
    }),
  )
  .post(reglerEtapeUrl.modele, exigerDroit('inscriptions.lire'), async (c) => {
    const read = await readForm(fields, c)
    return pourVisiteur(c, c.get('services').db, async (tx, visiteur) => {
      const code = asCode(c.req.param('code'))
      const e = (await lireReglages(tx)).find((x) => x.code === code)
      if (!e || (e.conduite !== 'ici' && e.conduite !== 'geste')) return notFound(c)
      if (!(await peutRegler(tx, visiteur))) return forbidden(c, refusRegler)
      if (!read.ok) return c.html(<Une e={e} form={read.form} />, read.status)
      const le = c.get('services').clock.now()
      const fait = await reglerUneEtape(tx, visiteur, e, { ...read.data, nom: read.data.nom }, le)
      if (!fait.ok) return c.html(<Une e={e} form={withErrors(read.form, fait.error)} />, 422)
      return redirectWith(c, reglagesUrl(), {
        genre: 'fait',
        fort: `« ${fait.value} » est réglée.`,
        suite:
          e.conduite === 'ici'
            ? 'Ce qui a changé attend d’être relu sur une session avant de partir seul.'
            : '',
      })
    })
  })
