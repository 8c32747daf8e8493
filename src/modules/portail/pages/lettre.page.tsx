import { Hono } from 'hono'
import { z } from 'zod'
import { departements } from '#kernel/departements.ts'
import { asId } from '#kernel/id.ts'
import { type PoleOuvert, polesOuverts } from '#modules/pole/index.ts'
import { createLimits } from '#platform/limits/limits.ts'
import type { Services } from '#platform/services.ts'
import {
  Actions,
  Button,
  CheckboxField,
  CheckboxGroup,
  dansVotreBoite,
  Field,
  FieldSection,
  Form,
  SelectField,
} from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { attestation, courriel } from '#web/fields.ts'
import {
  emptyForm,
  type FormOf,
  type FormState,
  fieldValue,
  fieldValues,
  readForm,
  withAlert,
} from '#web/form.ts'
import { clientIp } from '#web/http/client-ip.ts'
import { notFound, tooMany } from '#web/http/errors.tsx'
import { type ChoixDeLettre, choixDeLaLettre } from '../db/lettres.ts'
import { rayons } from '../db/parutions.ts'
import { prouve } from '../gestes/preuve.ts'
import {
  changerSesChoix,
  confirmerSonAbonnement,
  demanderSonAbonnement,
  finirSonAbonnement,
} from '../gestes/s-abonner-a-la-lettre.ts'
import { actualitesUrl, choisirLettreUrl, confirmerLettreUrl, finirLettreUrl, lettreUrl } from '../liens.ts'
import { CadreEtroit } from './cadre.tsx'
import { champsIndesirables, Gardes, garder } from './indesirables.tsx'

const coche = z.union([z.string().max(120), z.array(z.string().max(120)).max(60)]).optional()
const champsDeChoix = { poles: coche, themes: coche, departement: coche }
const fields = z.object({
  ...champsIndesirables,
  courriel: courriel(),
  accord: attestation('Cochez pour dire que vous voulez la recevoir.'),
  ...champsDeChoix,
})
const choisir = z.object(champsDeChoix)
type Concernes = { readonly poles: readonly PoleOuvert[]; readonly themes: readonly string[] }

/** Ce qui a été coché parmi ce que la page proposait, une fois chacun ; le reste, inventé, ne compte pas. Borné comme la base. */
const lireChoix = (form: FormState, c: Concernes): ChoixDeLettre => {
  const coches = (nom: string, offerts: readonly string[], max: number) => {
    const dits = new Set(fieldValues(form, nom))
    return offerts.filter((v) => dits.has(v)).slice(0, max)
  }
  return {
    poles: coches(
      'poles',
      c.poles.map((p) => p.code),
      50,
    ),
    departements: coches(
      'departement',
      departements.map(([code]) => code),
      20,
    ),
    themes: coches('themes', c.themes, 20),
  }
}

const ChampsDeChoix = ({ form, c }: { form: FormState; c: Concernes }) => (
  <>
    {c.poles.length > 0 ? (
      <CheckboxGroup
        form={form}
        name="poles"
        label="Ces pôles"
        hint="aucun de coché : tous"
        options={c.poles.map((p) => ({ value: p.code, label: p.nom }))}
      />
    ) : null}
    {c.themes.length > 0 ? (
      <CheckboxGroup
        form={form}
        name="themes"
        label="Ces thèmes"
        hint="aucun de coché : tous"
        options={c.themes.map((t) => ({ value: t, label: t }))}
      />
    ) : null}
    <SelectField
      form={form}
      name="departement"
      label="Mon département"
      vide="partout"
      options={departements.map(([value, nom]) => ({ value, label: `${value} ${nom}` }))}
    />
  </>
)

/** S'abonner à la lettre : un consentement ici, un second par le courriel ; s'en aller d'un clic. */
export const lettrePage = (services: Pick<Services, 'db' | 'clock' | 'keys' | 'config'>) => {
  const { db, clock, keys, config } = services
  const limites = createLimits(db, keys)
  const canonique = `${config.origine}${lettreUrl()}`

  const Vue = ({ form, c }: { form: FormOf<typeof fields>; c: Concernes }) => (
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
        <details class="volet">
          <summary>Ne recevoir que ce qui me concerne</summary>
          <FieldSection titre="Ce qui me concerne">
            <ChampsDeChoix form={form} c={c} />
          </FieldSection>
        </details>
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
  const parti = () => {
    const { title, lede } = dansVotreBoite(
      'Un courriel vient d’y partir : pour confirmer, ou pour changer ce que vous recevez déjà.',
    )
    return <Dire titre={title} phrase={lede} />
  }
  const abonnementDe = (
    c: { req: { param(n: string): string | undefined } },
    usage: 'lettre' | 'fin-lettre' | 'choix-lettre',
  ) => {
    const id = asId<'Abonnement'>(c.req.param('abonnement') ?? '')
    return id && prouve(keys, usage, id, c.req.param('preuve') ?? '') ? id : undefined
  }

  /** Ce dont une lettre peut parler : les pôles qui se montrent, les étiquettes les plus employées. */
  const concernes = () =>
    db.withoutTenant(async (tx) => ({
      poles: await polesOuverts(tx),
      themes: (await rayons(tx, clock.now())).etiquettes.slice(0, 12).map((e) => e.nom),
    }))
  const VueChoix = ({ form, c }: { form: FormOf<typeof choisir>; c: Concernes }) => (
    <CadreEtroit
      title="Ce que vous recevez"
      lede="Rien de coché, et tout vous arrive."
      canonique={canonique}
      alert={form.alert}
    >
      <Form form={form} noms={{ poles: 'Pôles', themes: 'Thèmes', departement: 'Département' }}>
        <FieldSection titre="Ce qui me concerne">
          <ChampsDeChoix form={form} c={c} />
        </FieldSection>
        <Actions libelle="Enregistrer ces choix" genre="main" />
      </Form>
    </CadreEtroit>
  )

  return (
    new Hono<Env>()
      .get(lettreUrl(), async (c) => c.html(<Vue form={emptyForm()} c={await concernes()} />))
      .post(lettreUrl(), async (c) => {
        const lu = await readForm(fields, c)
        const dits = await concernes()
        if (!lu.ok) return c.html(<Vue form={lu.form} c={dits} />, lu.status)
        const garde = garder(keys, lu.data, clock.now())
        if (!garde.ok) return c.html(<Vue form={withAlert(lu.form, garde.error.phrase)} c={dits} />, 422)
        if (garde.value === 'piege') return c.html(parti())
        if (!(await limites.allow('portail.lettre.adresse', clientIp(c), { max: 10, fenetre: 3600 })))
          return tooMany(c, 3600)
        const adresse = lu.data.courriel.toLowerCase()
        // Trop de demandes pour une boîte : la page répond comme d'habitude, et n'y envoie rien de plus.
        if (await limites.allow('portail.lettre.courriel', adresse, { max: 3, fenetre: 86_400 }))
          await db.withoutTenant(async (tx) => {
            await demanderSonAbonnement({ keys }, tx, adresse, lireChoix(lu.form, dits), clock.now())
          })
        return c.html(parti())
      })
      .get(confirmerLettreUrl.modele, (c) =>
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
      .post(confirmerLettreUrl.modele, async (c) => {
        const id = abonnementDe(c, 'lettre')
        if (!id) return notFound(c)
        const fait = await db.withoutTenant((tx) =>
          confirmerSonAbonnement(tx, id, c.req.param('preuve'), clock.now()),
        )
        return fait.ok
          ? c.html(<Dire titre="C’est fait" phrase="La prochaine lettre vous arrivera." />)
          : c.html(<Dire titre="Ce lien ne vaut plus" phrase={fait.error.phrase} />, 409)
      })
      .get(choisirLettreUrl.modele, async (c) => {
        const id = abonnementDe(c, 'choix-lettre')
        const dit = id && (await db.withoutTenant((tx) => choixDeLaLettre(tx, id)))
        if (dit?.etat !== 'actif') return notFound(c)
        const { poles, themes, departements: ou } = dit
        return c.html(
          <VueChoix
            form={emptyForm(undefined, { poles: [...poles], themes: [...themes], departement: [...ou] })}
            c={await concernes()}
          />,
        )
      })
      .post(choisirLettreUrl.modele, async (c) => {
        const id = abonnementDe(c, 'choix-lettre')
        if (!id) return notFound(c)
        const lu = await readForm(choisir, c)
        const dits = await concernes()
        if (!lu.ok) return c.html(<VueChoix form={lu.form} c={dits} />, lu.status)
        const fait = await db.withoutTenant((tx) => changerSesChoix(tx, id, lireChoix(lu.form, dits)))
        return fait
          ? c.html(<Dire titre="C’est noté" phrase="La prochaine lettre suivra vos choix." />)
          : notFound(c)
      })
      .get(finirLettreUrl.modele, (c) =>
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
      .post(finirLettreUrl.modele, async (c) => {
        const id = abonnementDe(c, 'fin-lettre')
        if (!id) return notFound(c)
        await db.withoutTenant((tx) => finirSonAbonnement(tx, id, clock.now()))
        return c.html(
          <Dire titre="C’est fait" phrase="Votre adresse est effacée : la lettre ne vous arrivera plus." />,
        )
      })
  )
}
