import { Hono } from 'hono'
import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { lireDepartements, nomDepartement } from '#kernel/departements.ts'
import { asId } from '#kernel/id.ts'
import { compter, tronquer } from '#kernel/texte.ts'
import { formaterInstant, jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import {
  actualitesDuPoleUrl,
  adresseDuBrouillon,
  type Brouillon,
  BrouillonRepris,
  GarderBrouillon,
  oublierBrouillon,
  polesUrl,
  poleUrl,
  type Regard,
  type RetourPublie,
  regarder,
  reprendreBrouillon,
  retourParAdresse,
  retourPublieUrl,
} from '#modules/pole/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import {
  Actions,
  Button,
  CheckboxGroup,
  Field,
  FieldSection,
  Form,
  Page,
  Section,
  Table,
  TextArea,
} from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { texte } from '#web/fields.ts'
import {
  emptyForm,
  type FormOf,
  fieldValue,
  fieldValues,
  readForm,
  withAlert,
  withErrors,
} from '#web/form.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { type Lettre, lettresDuPole, nombreDAbonnes, type Segment } from '../db/lettres.ts'
import { type Nouvelle, nouvelles, rayons } from '../db/parutions.ts'
import { lireEtiquettes } from '../domain/actualite.ts'
import { composerLettre } from '../domain/lettre.ts'
import { envoyerUneLettre } from '../gestes/ecrire-une-lettre.ts'
import { actualiteUrl, lettreDuPoleUrl, lettreUrl } from '../liens.ts'

const fields = z.object({
  objet: texte({ min: 3, max: 150, vide: 'Donnez un objet.' }),
  mot: texte({ max: 3000 }),
  actualites: z.union([z.string(), z.array(z.string().max(40)).max(30)]).optional(),
  departements: texte({ max: 200 }),
  themes: texte({ max: 500 }),
})
type Formulaire = FormOf<typeof fields>
const phrase = 'Qui anime le pôle écrit la lettre.'
/** Autant que la base en garde. */
const DEPARTEMENTS_MAX = 20
const tous: Segment = { departements: [], themes: [] }
const direSegment = (s: Segment): string =>
  [...s.departements.map(nomDepartement), ...s.themes].join(', ') || 'tout le monde'

type VueProps = {
  r: Regard
  form: Formulaire
  choix: readonly Nouvelle[]
  envoyees: readonly Lettre[]
  abonnes: number
  themes: readonly string[]
  apercu?: string
  brouillon?: Brouillon
}
const brouillonDe = (r: Regard): Brouillon => ({
  cle: `portail.lettre:${r.pole.id}`,
  retour: lettreDuPoleUrl({ pole: r.pole.id }),
  gardeLe: undefined,
})
const Vue = ({ r, form, choix, envoyees, abonnes, themes, apercu, brouillon = brouillonDe(r) }: VueProps) => (
  <Page
    title="Lettre"
    islands={['brouillon']}
    heading="Écrire la lettre"
    lede={`Elle part à ${compter(abonnes, 'personne abonnée', { zero: 'personne encore' })}. On la relit avant.`}
    path={[
      { libelle: 'Pôle', href: polesUrl() },
      { libelle: r.pole.nom, href: poleUrl({ pole: r.pole.id }) },
      { libelle: 'Actualités', href: actualitesDuPoleUrl({ pole: r.pole.id }) },
    ]}
    alert={form.alert}
  >
    {apercu ? (
      <Section titre="Relire" id="apercu" sous="ce qui partira">
        <pre class="apercu texte-seul">{apercu}</pre>
      </Section>
    ) : null}
    <BrouillonRepris b={brouillon} />
    <Form
      form={form}
      action={lettreDuPoleUrl({ pole: r.pole.id })}
      brouillon={adresseDuBrouillon(brouillon)}
      noms={{ objet: 'Objet', mot: 'Mot', actualites: 'Actualités' }}
    >
      <FieldSection titre="La lettre">
        <Field form={form} name="objet" label="Objet" span={3} />
        <TextArea form={form} name="mot" label="Un mot d’abord" rows={4} optional />
        {choix.length > 0 ? (
          <CheckboxGroup
            form={form}
            name="actualites"
            label="Actualités"
            options={choix.map((n) => ({ value: n.id, label: n.titre }))}
          />
        ) : (
          <p class="sub">Aucune actualité n’a encore paru : la lettre n’aurait que votre mot.</p>
        )}
      </FieldSection>
      <FieldSection titre="À qui">
        <Field
          form={form}
          name="departements"
          label="Départements"
          optional
          span={2}
          hint="22, 35 ; vide : partout. Qui n’a rien précisé la reçoit."
        />
        <Field
          form={form}
          name="themes"
          label="Thèmes"
          optional
          span={3}
          hint={themes.length > 0 ? `parmi : ${themes.join(', ')}` : 'les étiquettes des actualités'}
        />
      </FieldSection>
      <Actions libelle="Relire la lettre" genre="main">
        {apercu && abonnes > 0 ? (
          <Button genre="call" geste="envoyer">
            {`L’envoyer à ${compter(abonnes, 'personne')}`}
          </Button>
        ) : null}
        <GarderBrouillon b={brouillon} />
        <a href={lettreUrl()}>La page d’abonnement</a>
      </Actions>
    </Form>
    {envoyees.length > 0 ? (
      <Section titre="Déjà parties" id="parties">
        <Table
          legende="Lettres envoyées"
          lignes={envoyees}
          colonnes={[
            { titre: 'Objet', entete: true, cell: (l) => l.objet },
            { titre: 'Le', cell: (l) => formaterInstant(l.envoyeeLe) },
            { titre: 'À', cell: direSegment },
            { titre: 'Par', cell: (l) => l.par },
          ]}
        />
      </Section>
    ) : null}
  </Page>
)

/** Un retour, tel qu'une lettre l'annonce : ce qu'il dit de lui, et où le lire. Rien ne s'en retape. */
const duRetour = ({ contenu, adresse }: RetourPublie, origine: string) => ({
  objet: tronquer(`Retour sur\u00a0: ${contenu.titre}`, 150),
  mot: `${contenu.chapo}\n\n${origine}${retourPublieUrl({ adresse })}`,
})

/** `/poles/:pole/lettre` : faite des nouveautés, relue, puis envoyée ; chaque abonné·e une fois. */
export const lettreDuPolePage = ({ db, clock, config }: Pick<Services, 'db' | 'clock' | 'config'>) => {
  const ecrit = exigerDroit('pole.participer')
  const lire = async (tx: TenantTx, r: Regard, s: Segment = tous) => ({
    choix: (await nouvelles(tx, clock.now(), 20)).filter((n) => n.code === r.pole.code || r.pole.public),
    envoyees: await lettresDuPole(tx, r.pole.id),
    abonnes: await nombreDAbonnes(tx, r.pole.id, s),
    themes: (await rayons(tx, clock.now())).etiquettes.slice(0, 12).map((e) => e.nom),
  })
  return new Hono<Env>()
    .get(lettreDuPoleUrl.modele, ecrit, async (c) => {
      // Un retour publié se lit sans organisme, quelle que soit la coopérative qui l'a mis en ligne.
      const adresse = c.req.query('retour') ?? ''
      const retour = /^[a-z0-9-]{2,120}$/.test(adresse)
        ? await db.withoutTenant((tx) => retourParAdresse(tx, adresse))
        : undefined
      return pourVisiteur(c, db, async (tx, visiteur) => {
        const r = await regarder(tx, visiteur, c.req.param('pole'))
        if (!r) return notFound(c)
        if (!r.anime) return forbidden(c, phrase)
        const lu = await lire(tx, r)
        const derniere = lu.envoyees[0]?.envoyeeLe
        const neuves = lu.choix.filter((n) => !derniere || n.le > derniere).slice(0, 6)
        const vient = retour && retour.contenu.code === r.pole.code
        const depart: Formulaire = emptyForm(
          undefined,
          vient
            ? duRetour(retour, config.origine)
            : {
                objet: `Des nouvelles des pôles, ${formaterDate(jourLocal(clock.now(), ZONE_PAR_DEFAUT))}`,
                actualites: neuves.map((n) => n.id),
              },
        )
        const de = brouillonDe(r)
        // Un retour la remplit : c'est de lui qu'on part.
        const b = vient
          ? { form: depart, brouillon: de }
          : await reprendreBrouillon(tx, de.cle, de.retour, depart)
        return c.html(<Vue r={r} {...lu} form={b.form as Formulaire} brouillon={b.brouillon} />)
      })
    })
    .post(lettreDuPoleUrl.modele, ecrit, async (c) => {
      const read = await readForm(fields, c)
      return pourVisiteur(c, db, async (tx, visiteur) => {
        const r = await regarder(tx, visiteur, c.req.param('pole'))
        if (!r) return notFound(c)
        if (!r.anime) return forbidden(c, phrase)
        const segment: Segment = read.ok
          ? {
              departements: lireDepartements(read.data.departements),
              themes: lireEtiquettes(read.data.themes),
            }
          : tous
        const lu = await lire(tx, r, segment)
        if (!read.ok) return c.html(<Vue r={r} {...lu} form={read.form} />, read.status)
        const refus =
          read.data.departements !== '' && segment.departements.length === 0
            ? 'Aucun département n’est reconnu : écrivez leurs numéros.'
            : segment.departements.length > DEPARTEMENTS_MAX
              ? `${DEPARTEMENTS_MAX} départements au plus ; pour écrire partout, n’en dites aucun.`
              : undefined
        if (refus)
          return c.html(<Vue r={r} {...lu} form={withErrors(read.form, { departements: refus })} />, 422)
        const voulues = new Set(fieldValues(read.form, 'actualites'))
        const gardees = lu.choix.filter((n) => voulues.has(n.id))
        if (gardees.length === 0 && read.data.mot === '')
          return c.html(
            <Vue
              r={r}
              {...lu}
              form={withErrors(read.form, { mot: 'Choisissez une actualité, ou écrivez un mot.' })}
            />,
            422,
          )
        const contenu = composerLettre(
          read.data.mot,
          gardees.map((n) => ({
            titre: n.titre,
            chapo: n.chapo,
            url: `${config.origine}${actualiteUrl({ adresse: n.adresse })}`,
          })),
        )
        if (read.geste !== 'envoyer') return c.html(<Vue r={r} {...lu} form={read.form} apercu={contenu} />)
        if (lu.abonnes === 0)
          return c.html(
            <Vue r={r} {...lu} form={withAlert(read.form, 'Personne d’abonné n’est concerné.')} />,
            409,
          )
        const le = clock.now()
        const id = (read.jeton && asId<'Lettre'>(read.jeton)) || newId<'Lettre'>(le)
        const n = await envoyerUneLettre(
          { tx, r, visiteur, le },
          { id, objet: fieldValue(read.form, 'objet'), mot: read.data.mot, contenu, ...segment },
        )
        await oublierBrouillon(tx, brouillonDe(r).cle)
        return redirectWith(c, lettreDuPoleUrl({ pole: r.pole.id }), {
          genre: 'fait',
          fort: `La lettre part à ${compter(n, 'personne')}.`,
        })
      })
    })
}
