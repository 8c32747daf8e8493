/** La plateforme agréée de la coopérative : son adresse, ses clés, et l’adresse qu’elle appelle quand quelque chose a changé. */
import { Hono } from 'hono'
import { z } from 'zod'
import { exigerDroit } from '#modules/organisme/index.ts'
import type { Services } from '#platform/services.ts'
import { Alert, Button, Field, FieldSection, Form, Page, Section } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { facultatif, texte, viaParser } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert } from '#web/form.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { gardee } from '#web/links.ts'
import { lirePlateforme, type PlateformeReglee } from '../db/plateforme.ts'
import {
  nePlusEtreAppele,
  recevoirAppel,
  reglerPlateforme,
  retirerPlateforme,
  seFaireAppeler,
} from '../gestes/regler-plateforme.ts'
import { ouvrirPlateforme } from '../lecture/plateforme.ts'
import { type CreerPlateforme, creerPlateformeAgreee } from '../lecture/xp-z12-013.ts'
import {
  appelerPlateformeUrl,
  appelUrl,
  arreterAppelUrl,
  electroniquesUrl,
  plateformeUrl,
  retirerPlateformeUrl,
} from '../liens.ts'
import { lireAdresse, path, phraseAdresse, pourRegler } from './commun.ts'

const fields = z.object({
  nom: texte({ min: 1, max: 100, vide: 'Dites le nom de la plateforme.' }),
  flux: viaParser(lireAdresse, phraseAdresse),
  annuaire: facultatif(viaParser(lireAdresse, phraseAdresse)),
  jeton: viaParser(lireAdresse, phraseAdresse),
  client: texte({ min: 1, max: 200, vide: 'Écrivez l’identifiant que la plateforme vous a donné.' }),
  secret: texte({ max: 500 }),
})
type Formulaire = FormOf<typeof fields>

const Appel = ({ appelee, neuve }: { appelee: boolean; neuve: string | undefined }) => (
  <Section titre="Être prévenu sans attendre" id="appel">
    {neuve ? (
      <>
        <p>
          Donnez cette adresse à votre plateforme, comme adresse d’appel (« webhook »). Copiez-la maintenant :
          elle ne se remontrera pas.
        </p>
        <p>
          <code-copiable data-label="l’adresse d’appel">
            <code class="adresse">{neuve}</code>
          </code-copiable>
        </p>
      </>
    ) : (
      <p>
        {appelee
          ? 'Une adresse est faite : la plateforme qui l’appelle fait relever ses flux aussitôt. '
          : ''}
        Coforme relève la plateforme tous les quarts d’heure, appelée ou non : un appel perdu ne perd rien.
      </p>
    )}
    <Form form={emptyForm()} action={appelerPlateformeUrl()} classe="">
      <p>
        {appelee || neuve ? 'Une autre adresse arrête celle-ci aussitôt. ' : ''}
        <Button>{appelee ? 'Faire une autre adresse' : 'Faire une adresse d’appel'}</Button>
      </p>
    </Form>
    {appelee ? (
      <Form form={emptyForm()} action={arreterAppelUrl()} classe="">
        <p>
          <Button genre="grave">Arrêter cette adresse</Button>
        </p>
      </Form>
    ) : null}
  </Section>
)

const VueReglages = ({
  form,
  plateforme,
  neuve,
}: {
  form: Formulaire
  plateforme: PlateformeReglee | undefined
  /** L’adresse d’appel qui vient de naître : elle ne se montre qu’une fois. */
  neuve?: string
}) => (
  <Page
    title="Plateforme agréée"
    lede="Toute plateforme qui suit l’interface commune (XP Z12-013) : son adresse et vos clés. Vous la changez quand vous voulez."
    path={[...path, { libelle: 'Factures électroniques', href: electroniquesUrl() }]}
    alert={form.alert}
    islands={neuve ? ['copier'] : []}
  >
    {plateforme?.echec ? <Alert fort="La dernière relève n’a pas abouti.">{plateforme.echec}</Alert> : null}
    <Form
      form={form}
      action={plateformeUrl()}
      noms={{
        nom: 'Nom',
        flux: 'Adresse des flux',
        annuaire: 'Annuaire',
        jeton: 'Adresse des clés',
        client: 'Identifiant',
        secret: 'Secret',
      }}
    >
      <FieldSection titre="Y parler">
        <Field form={form} name="nom" label="Son nom" />
        <Field form={form} name="flux" label="Adresse des flux" span={3} hint="« Flow Service », sans /v1" />
        <Field
          form={form}
          name="annuaire"
          label="Adresse de l’annuaire"
          span={3}
          hint="« Directory Service », sans /v1"
          optional
        />
        <Field
          form={form}
          name="jeton"
          label="Adresse des clés"
          span={3}
          hint="OAuth 2, « client credentials »"
        />
        <Field form={form} name="client" label="Identifiant" />
        <Field
          form={form}
          name="secret"
          label="Secret"
          type="password"
          hint={plateforme ? 'vide : celui d’avant' : 'gardé chiffré, jamais remontré'}
          optional={plateforme !== undefined}
        />
        <Button genre="main">Enregistrer et éprouver</Button>
      </FieldSection>
    </Form>
    {plateforme ? <Appel appelee={plateforme.appelee} neuve={neuve} /> : null}
    {plateforme ? (
      <Form form={emptyForm()} action={retirerPlateformeUrl()} classe="">
        <p>
          Sans elle, rien ne part ni n’arrive plus par ici ; ce qui est déjà su reste.{' '}
          <Button genre="grave">Retirer {plateforme.nom}</Button>
        </p>
      </Form>
    ) : null}
  </Page>
)

const enFormulaire = (p: PlateformeReglee | undefined): Formulaire =>
  emptyForm(
    undefined,
    p ? { nom: p.nom, flux: p.flux, annuaire: p.annuaire ?? '', jeton: p.jeton, client: p.client } : {},
  )

/** Le secret fait 32 octets : il ne se devine pas. */
const cheminAppel = gardee(appelUrl, { secret: '[A-Za-z0-9_-]{43}' })

export const plateformePages = (
  { db, clock, keys, config }: Pick<Services, 'db' | 'clock' | 'keys' | 'config'>,
  creer: CreerPlateforme = creerPlateformeAgreee(),
) => {
  const regle = pourRegler(db)
  return (
    new Hono<Env>()
      .get(plateformeUrl.modele, exigerDroit('facturation.emettre'), (c) =>
        regle(c, async (tx) => {
          const plateforme = await lirePlateforme(tx)
          return c.html(<VueReglages form={enFormulaire(plateforme)} plateforme={plateforme} />)
        }),
      )
      .post(plateformeUrl.modele, exigerDroit('facturation.emettre'), async (c) => {
        const lu = await readForm(fields, c)
        let essai: Awaited<ReturnType<typeof ouvrirPlateforme>>
        const rendu = await regle(c, async (tx, v) => {
          const plateforme = await lirePlateforme(tx)
          if (!lu.ok) return c.html(<VueReglages form={lu.form} plateforme={plateforme} />, lu.status)
          const organisme = v.organisme?.id ?? ''
          const r = await reglerPlateforme(
            tx,
            { keys, organisme, le: clock.now() },
            { ...lu.data, annuaire: lu.data.annuaire ?? null },
          )
          if (!r.ok)
            return c.html(
              <VueReglages form={withAlert(lu.form, r.error.phrase)} plateforme={plateforme} />,
              409,
            )
          essai = await ouvrirPlateforme(tx, { keys, organisme, creer })
          return redirectWith(c, electroniquesUrl(), { genre: 'fait', fort: 'La plateforme est réglée.' })
        })
        // Hors de la transaction : le réseau peut être lent.
        const dit = await essai?.eprouver()
        return dit && !dit.ok
          ? redirectWith(c, plateformeUrl(), {
              genre: 'passe',
              fort: 'La plateforme est réglée, mais ne répond pas comme attendu.',
              suite: dit.error.phrase,
            })
          : rendu
      })
      .post(retirerPlateformeUrl.modele, exigerDroit('facturation.emettre'), (c) =>
        regle(c, async (tx) => {
          const r = await retirerPlateforme(tx, clock.now())
          if (r.ok)
            return redirectWith(c, electroniquesUrl(), { genre: 'fait', fort: 'La plateforme est retirée.' })
          return r.error.code === 'en-doute'
            ? redirectWith(c, plateformeUrl(), {
                genre: 'passe',
                fort: 'La plateforme reste réglée.',
                suite: r.error.phrase,
              })
            : forbidden(c, r.error.phrase)
        }),
      )
      .post(appelerPlateformeUrl.modele, exigerDroit('facturation.emettre'), (c) =>
        regle(c, async (tx) => {
          const r = await seFaireAppeler(tx, clock.now())
          if (!r.ok) return forbidden(c, r.error.phrase)
          const plateforme = await lirePlateforme(tx)
          const neuve = `${config.origine}${appelUrl({ secret: r.value })}`
          return c.html(<VueReglages form={enFormulaire(plateforme)} plateforme={plateforme} neuve={neuve} />)
        }),
      )
      .post(arreterAppelUrl.modele, exigerDroit('facturation.emettre'), (c) =>
        regle(c, async (tx) => {
          const r = await nePlusEtreAppele(tx, clock.now())
          return r.ok
            ? redirectWith(c, plateformeUrl(), { genre: 'fait', fort: 'Cette adresse est arrêtée.' })
            : forbidden(c, r.error.phrase)
        }),
      )
      // La plateforme, sans compte : le corps qu’elle envoie ne se lit pas, elle se relève.
      .post(cheminAppel, async (c) =>
        (await db.withoutTenant((tx) => recevoirAppel(tx, c.req.param('secret'))))
          ? c.body(null, 204)
          : notFound(c),
      )
  )
}
