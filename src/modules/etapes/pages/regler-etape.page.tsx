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
import { renommerPropre } from '../db/propres.ecritures.ts'
import { garderReglage } from '../db/reglages.ecritures.ts'
import { type EtapeReglee, lireReglages } from '../db/reglages.ts'
import { asCode, direQuand, estPropre, motPublic } from '../domain/etapes.ts'
import { mots, verifierMots } from '../domain/mots.ts'
import { motsPermis } from '../lecture/ecrire-messages.ts'
import { reglagesUrl, reglerEtapeUrl, retirerEtapeUrl } from '../liens.ts'
import { consignerReglage, peutRegler, refusRegler } from './commun.tsx'

const fields = z.object({
  active: caseCochee(),
  ecart: entier({ min: -180, max: 365, phrase: 'Écrivez un nombre de jours, de −180 à 365.' }),
  relances: texte({ max: 60 }),
  objet: texte({ max: 200 }),
  corps: texte({ max: 6000 }),
  nom: facultatif(texte({ min: 3, max: 80 })),
})
type Formulaire = FormOf<typeof fields>

/** « 4, 10 » : des jours croissants, cinq au plus ; rien si cela ne se lit pas. */
const lireRelances = (ecrites: string): readonly number[] | undefined => {
  const nombres = ecrites
    .split(/[,; ]+/)
    .filter((m) => m !== '')
    .map(Number)
  const justes = nombres.every(
    (n, i) => Number.isInteger(n) && n >= 1 && n <= 60 && n > (nombres[i - 1] ?? 0),
  )
  return justes && nombres.length <= 5 ? nombres : undefined
}

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
      const le = c.get('services').clock.now()
      if (!read.ok) return c.html(<Une e={e} form={read.form} />, read.status)
      const { active, ecart, relances: ecrites, objet, corps } = read.data
      const fautes: Record<string, string> = {}
      const relances = lireRelances(ecrites)
      if (!relances)
        fautes.relances =
          'Écrivez de un à cinq nombres de jours croissants, de 1 à 60, séparés par des virgules.'
      if (e.conduite === 'ici') {
        if ((objet === '') !== (corps === ''))
          fautes[objet === '' ? 'objet' : 'corps'] = 'L’objet et le message vont ensemble.'
        else if (e.message && corps === '') fautes.corps = 'Ce message n’a pas d’autres mots que les vôtres.'
        else if (corps !== '') {
          const dObjet = verifierMots(
            objet,
            motsPermis(e).filter((m) => m !== 'lien'),
          )
          const duCorps = verifierMots(corps, motsPermis(e), e.exige)
          if (!dObjet.ok) fautes.objet = dObjet.error.phrase
          if (!duCorps.ok) fautes.corps = duCorps.error.phrase
        }
      }
      if (e.ancre === 'debut' && ecart > -1 && e.conduite === 'ici')
        fautes.ecart = 'Ce qui prépare une session part avant elle : un nombre négatif.'
      if (e.ancre === 'fin' && ecart < 0)
        fautes.ecart = 'Ce qui suit une session part après son dernier jour : zéro ou plus.'
      if (!relances || Object.keys(fautes).length > 0)
        return c.html(<Une e={e} form={withErrors(read.form, fautes)} />, 422)
      // Les mots proposés, laissés tels quels, restent ceux du modèle : il peut s’améliorer.
      const propres = e.message && objet === e.message.objet && corps === e.message.corps
      await garderReglage(
        tx,
        {
          code: e.code,
          active,
          ecart: e.ancre === 'demi' ? 0 : ecart,
          relances,
          objet: propres ? '' : objet,
          corps: propres ? '' : corps,
        },
        le,
      )
      const nom = (estPropre(e.code) && read.data.nom) || e.nom
      if (estPropre(e.code) && nom !== e.nom) await renommerPropre(tx, e.code, nom)
      await consignerReglage(
        tx,
        visiteur,
        le,
        'regler-etape',
        `« ${nom} » est réglée : ${direQuand({ ancre: e.ancre, ecart })}.`,
      )
      return redirectWith(c, reglagesUrl(), {
        genre: 'fait',
        fort: `« ${nom} » est réglée.`,
        suite:
          e.conduite === 'ici'
            ? 'Ce qui a changé attend d’être relu sur une session avant de partir seul.'
            : '',
      })
    })
  })
