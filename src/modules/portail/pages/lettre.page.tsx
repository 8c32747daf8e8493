import { Hono } from 'hono'
import { z } from 'zod'
import { asId } from '#kernel/id.ts'
import { newId } from '#platform/db/index.ts'
import { createLimits } from '#platform/limits/limits.ts'
import { sendLater } from '#platform/mail/outbox.ts'
import type { Services } from '#platform/services.ts'
import { Actions, Button, CheckboxField, Field, FieldSection, Form } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { attestation, courriel } from '#web/fields.ts'
import { emptyForm, type FormOf, fieldValue, readForm, withAlert } from '#web/form.ts'
import { clientIp } from '#web/http/client-ip.ts'
import { notFound, tooMany } from '#web/http/errors.tsx'
import { confirmerLettre } from '../courriels.ts'
import { confirmerLaLettre, demanderLaLettre, finirLaLettre } from '../db/contacts.ts'
import { actualitesUrl, confirmerLettreUrl, lettreUrl } from '../liens.ts'
import { preuveDe, prouve } from '../preuve.ts'
import { CadreEtroit } from './cadre.tsx'
import { champsIndesirables, Gardes, garder } from './indesirables.tsx'

const fields = z.object({
  ...champsIndesirables,
  courriel: courriel(),
  accord: attestation('Cochez pour dire que vous voulez la recevoir.'),
})

/** S'abonner à la lettre : un consentement ici, un second par le courriel ; s'en aller d'un clic. */
export const lettrePage = (services: Pick<Services, 'db' | 'clock' | 'keys' | 'config'>) => {
  const { db, clock, keys, config } = services
  const limites = createLimits(db, keys)
  const canonique = `${config.origine}${lettreUrl()}`

  const Vue = ({ form }: { form: FormOf<typeof fields> }) => (
    <CadreEtroit
      title="La lettre de l’Union"
      lede="Les actualités des pôles, quelques fois par an. Votre adresse ne sert qu’à cela ; on s’en va d’un clic."
      canonique={canonique}
      alert={form.alert}
    >
      <Form form={form} noms={{ courriel: 'Courriel', accord: 'Accord' }}>
        <Gardes keys={keys} le={clock.now()} ouvert={fieldValue(form, 'ouvert')} />
        <FieldSection titre="Recevoir la lettre">
          <Field form={form} name="courriel" label="Courriel" type="email" autocomplete="email" span={3} />
          <CheckboxField
            form={form}
            name="accord"
            label="Je veux recevoir la lettre de l’Union à cette adresse"
          />
        </FieldSection>
        <Actions libelle="M’abonner" />
      </Form>
    </CadreEtroit>
  )
  const Dire = ({ titre, phrase }: { titre: string; phrase: string }) => (
    <CadreEtroit title={titre} lede={phrase} canonique={canonique}>
      <p>
        <a href={actualitesUrl()}>Lire les actualités</a>
      </p>
    </CadreEtroit>
  )
  const parti = (
    <Dire
      titre="Regardez votre boîte"
      phrase="Si cette adresse n’y est pas déjà abonnée, un courriel vient d’y partir, pour confirmer."
    />
  )
  const abonnementDe = (
    c: { req: { param(n: string): string | undefined } },
    usage: 'lettre' | 'fin-lettre',
  ) => {
    const id = asId<'Abonnement'>(c.req.param('abonnement') ?? '')
    return id && prouve(keys, usage, id, c.req.param('preuve') ?? '') ? id : undefined
  }

  return (
    new Hono<Env>()
      .get(lettreUrl(), (c) => c.html(<Vue form={emptyForm()} />))
      .post(lettreUrl(), async (c) => {
        const lu = await readForm(fields, c)
        if (!lu.ok) return c.html(<Vue form={lu.form} />, lu.status)
        const garde = garder(keys, lu.data, clock.now())
        if (!garde.ok) return c.html(<Vue form={withAlert(lu.form, garde.error.phrase)} />, 422)
        if (garde.value === 'piege') return c.html(parti)
        if (!(await limites.allow('portail.lettre.adresse', clientIp(c), { max: 10, fenetre: 3600 })))
          return tooMany(c, 3600)
        const adresse = lu.data.courriel.toLowerCase()
        // Trop de demandes pour une boîte : on se tait, et l'on n'y envoie rien de plus.
        if (await limites.allow('portail.lettre.courriel', adresse, { max: 3, fenetre: 86_400 }))
          await db.withoutTenant(async (tx) => {
            const le = clock.now()
            const id = await demanderLaLettre(tx, keys, newId(le), adresse, le)
            if (!id) return
            const lien = confirmerLettreUrl({ abonnement: id, preuve: preuveDe(keys, 'lettre', id) })
            await sendLater(tx, services, confirmerLettre(adresse, `${config.origine}${lien}`))
          })
        return c.html(parti)
      })
      .get('/lettre/:abonnement/confirmer/:preuve', (c) =>
        abonnementDe(c, 'lettre')
          ? c.html(
              <CadreEtroit
                title="Confirmer l’abonnement"
                lede="Encore un geste, et la lettre vous arrivera."
                canonique={canonique}
              >
                <Form form={emptyForm()} classe="court">
                  <p class="gestes-l">
                    <Button genre="main">Recevoir la lettre</Button>
                  </p>
                </Form>
              </CadreEtroit>,
            )
          : notFound(c),
      )
      .post('/lettre/:abonnement/confirmer/:preuve', async (c) => {
        const id = abonnementDe(c, 'lettre')
        if (!id) return notFound(c)
        const etat = await db.withoutTenant((tx) => confirmerLaLettre(tx, id, clock.now()))
        return etat === 'actif'
          ? c.html(<Dire titre="C’est fait" phrase="La prochaine lettre vous arrivera." />)
          : c.html(
              <Dire
                titre="Ce lien ne vaut plus"
                phrase="La demande s’est effacée avec le temps : refaites-la."
              />,
              409,
            )
      })
      .get('/lettre/fin/:abonnement/:preuve', (c) =>
        abonnementDe(c, 'fin-lettre')
          ? c.html(
              <CadreEtroit
                title="Ne plus recevoir la lettre"
                lede="Votre adresse sera effacée."
                canonique={canonique}
              >
                <Form form={emptyForm()} classe="court">
                  <p class="gestes-l">
                    <Button genre="main">Ne plus la recevoir</Button>
                  </p>
                </Form>
              </CadreEtroit>,
            )
          : notFound(c),
      )
      // Sans origine ni jeton : c'est le clic d'une boîte aux lettres (RFC 8058). La preuve est dans l'adresse.
      .post('/lettre/fin/:abonnement/:preuve', async (c) => {
        const id = abonnementDe(c, 'fin-lettre')
        if (!id) return notFound(c)
        await db.withoutTenant((tx) => finirLaLettre(tx, id, clock.now()))
        return c.html(
          <Dire titre="C’est fait" phrase="Votre adresse est effacée : la lettre ne vous arrivera plus." />,
        )
      })
  )
}
