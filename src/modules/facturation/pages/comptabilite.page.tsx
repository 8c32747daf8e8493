/** La comptabilité : ce qui reste à passer, ce qui est arrêté, le fichier de l’exercice, les comptes que l’on choisit. */
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { ajouterJours, type DateCivile, dateCivile, formaterDate, morceaux } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { formaterMontant, somme } from '#kernel/montant.ts'
import { compter, formaterNombre } from '#kernel/texte.ts'
import { jourLocal } from '#kernel/zones.ts'
import { droits, exerciceDe, exigerDroit, lireOrganisme } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import {
  Alert,
  Button,
  Definitions,
  Empty,
  Field,
  FieldSection,
  FilterField,
  Form,
  Page,
  Section,
  Table,
} from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { date, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert } from '#web/form.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { withQuery } from '#web/links.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import {
  type ClotureId,
  type ClotureLue,
  clotures,
  ecrituresPassees,
  lirePlan,
} from '../db/comptabilite.queries.ts'
import { neVoitQueSesEnseignes } from '../db/portee.queries.ts'
import { totalDe } from '../domain/comptabilite/ecrire.ts'
import {
  colonnes,
  ecrireTableauDEcritures,
  estColonne,
  formes,
  type NomDeForme,
} from '../domain/comptabilite/exporter.ts'
import { clesDeCompte, journaux, motDeCompte, type Plan } from '../domain/comptabilite/plan.ts'
import { arreterEcritures, choisirComptes } from '../gestes/comptabilite.ts'
import { ecrituresAPasser, fecDeLExercice, type ResteAPasser } from '../lecture/comptabilite.ts'
import { arreterUrl, comptabiliteUrl, ecrituresUrl, fecUrl } from '../liens.ts'
import { path } from './commun.ts'

const fieldsArrete = z.object({ au: date() })
const compte = () => texte({ max: 12, vide: 'Un compte a trois chiffres au moins.', min: 3 })
const libelle = () => texte({ max: 100, vide: 'Nommez ce compte.', min: 1 })
const fieldsPlan = z.object(
  Object.fromEntries(
    clesDeCompte.flatMap((cle) => [
      [`numero-${cle}`, compte()],
      [`libelle-${cle}`, libelle()],
    ]),
  ),
)
type Arrete = FormOf<typeof fieldsArrete>
type FormulairePlan = FormOf<typeof fieldsPlan>

const enFormulaire = (plan: Plan): FormulairePlan =>
  emptyForm<string>(
    undefined,
    Object.fromEntries(
      clesDeCompte.flatMap((cle) => [
        [`numero-${cle}`, plan[cle].numero],
        [`libelle-${cle}`, plan[cle].libelle],
      ]),
    ),
  ) as FormulairePlan

type Exercice = { readonly debut: DateCivile; readonly fin: DateCivile }
type Lue = {
  readonly le: DateCivile
  readonly exercice: Exercice
  readonly precedent: Exercice
  readonly reste: ResteAPasser
  readonly arretes: readonly ClotureLue[]
  readonly plan: Plan
}

/** Le dernier jour du mois d’avant, ou celui qui suit le dernier arrêté : ce qui se propose d’arrêter. */
const moisDAvant = (le: DateCivile): DateCivile => ajouterJours(`${le.slice(0, 7)}-01` as DateCivile, -1)

const lire = async (tx: TenantTx, maintenant: Date): Promise<Lue> => {
  const { zone, cloture } = await lireOrganisme(tx)
  const le = jourLocal(maintenant, zone)
  const exercice = exerciceDe(le, cloture)
  return {
    le,
    exercice,
    precedent: exerciceDe(ajouterJours(exercice.debut, -1), cloture),
    reste: await ecrituresAPasser(tx, le),
    arretes: await clotures(tx),
    plan: await lirePlan(tx),
  }
}

/** Ce que l’on montre de changements d’un coup. */
const MONTRES = 50

const Reste = ({ reste, le }: Lue) => (
  <Section titre="À passer" id="a-passer" sous={compter(reste.dues.length, 'écriture')}>
    {reste.dues.length === 0 ? (
      <Empty titre="Tout ce qui est arrivé est arrêté." />
    ) : (
      <Table
        legende={`Ce qui est arrivé jusqu’au ${formaterDate(le)} et que rien n’arrête encore`}
        lignes={[...Map.groupBy(reste.dues, (e) => e.journal)]}
        colonnes={[
          { titre: 'Journal', entete: true, cell: ([j]) => journaux[j].libelle },
          { titre: 'Écritures', nombre: true, cell: ([, siennes]) => String(siennes.length) },
          {
            titre: 'Débit et crédit',
            nombre: true,
            cell: ([, siennes]) => formaterMontant(somme(siennes.map((e) => totalDe(e).debit))),
          },
        ]}
      />
    )}
    {reste.changements.length > 0 ? (
      <>
        <Alert genre="passe" fort="Ce qui a changé depuis.">
          Ces écritures gardent ce qu’elles ont dit : à votre comptable d’en juger.
        </Alert>
        <Table
          legende="Écritures arrêtées qui se diraient autrement"
          lignes={reste.changements.slice(0, MONTRES)}
          colonnes={[
            { titre: 'Écriture', entete: true, cell: (x) => `${x.numero}, ${x.piece}` },
            { titre: 'Aujourd’hui', cell: (x) => x.phrase },
          ]}
        />
        {reste.changements.length > MONTRES ? (
          <p>
            Cette liste en montre {MONTRES} sur {formaterNombre(reste.changements.length)} : ce qui touche aux
            faits d’abord, les seuls comptes ensuite.
          </p>
        ) : null}
      </>
    ) : null}
  </Section>
)

const Arretes = ({ arretes }: Pick<Lue, 'arretes'>) => (
  <Section titre="Arrêtées" id="arretees">
    {arretes.length === 0 ? (
      <Empty titre="Aucun mois n’est arrêté." />
    ) : (
      <Table
        legende="Ce qui est arrêté, et que l’on emporte une fois"
        lignes={arretes}
        colonnes={[
          { titre: 'Jusqu’au', entete: true, cell: (c) => formaterDate(c.au) },
          { titre: 'Écritures', nombre: true, cell: (c) => String(c.ecritures) },
          {
            titre: 'Emporter',
            cell: (c) => (
              <>
                {Object.entries(formes).map(([nom, forme], i) => (
                  <>
                    {i > 0 ? ', ' : ''}
                    <a href={withQuery(ecrituresUrl({ cloture: c.id }), { forme: nom })}>
                      {forme.nom}
                      <span class="unseen"> : écritures jusqu’au {formaterDate(c.au)}</span>
                    </a>
                  </>
                ))}
              </>
            ),
          },
        ]}
      />
    )}
    {arretes[0] ? (
      <form class="filtres" method="get" action={ecrituresUrl({ cloture: arretes[0].id })}>
        <FilterField
          name="forme"
          label="Écrit comme pour"
          value="sage"
          options={Object.entries(formes).map(([value, { nom }]) => ({ value, label: nom }))}
        />
        <FilterField name="colonnes" label="Avec ces colonnes" value="date, compte, libelle, debit, credit" />
        <p>
          <button class="button" type="submit">
            Emporter le dernier arrêté
          </button>
        </p>
        <p>Les colonnes se nomment {Object.keys(colonnes).join(', ')}.</p>
      </form>
    ) : null}
  </Section>
)

/** Le lien d’un fichier d’exercice, et ce qu’il dirait que rien n’arrête encore. */
const fichierDe = (nom: string, { debut, fin }: Exercice, { dues }: ResteAPasser) => {
  const provisoires = dues.filter((e) => e.jour >= debut && e.jour <= fin).length
  return {
    libelle: provisoires === 0 ? nom : `${nom}, dont ${compter(provisoires, 'écriture provisoire')}`,
    href: withQuery(fecUrl(), { du: debut, au: fin }),
  }
}

const Vue = ({ lue, arrete, plan }: { lue: Lue; arrete: Arrete; plan: FormulairePlan }) => {
  const { exercice, precedent, reste } = lue
  return (
    <Page
      title="Comptabilité"
      lede="Les écritures que font vos factures, vos règlements et vos charges, pour qui tient vos comptes."
      path={path}
      alert={arrete.alert ?? plan.alert}
    >
      <Reste {...lue} />
      <Form form={arrete} action={arreterUrl()} noms={{ au: 'Arrêter jusqu’au' }}>
        <FieldSection titre="Arrêter">
          <Field
            form={arrete}
            name="au"
            label="Arrêter jusqu’au"
            hint="plus rien ne s’y ajoute ensuite : un fait en retard prend le premier jour ouvert"
          />
          <Button genre="main">Arrêter les écritures</Button>
        </FieldSection>
      </Form>
      <Arretes arretes={lue.arretes} />
      <Section
        titre="Le fichier de l’exercice"
        id="fec"
        outils={[
          fichierDe(`Exercice ${morceaux(exercice.fin).annee}, au format du FEC`, exercice, reste),
          fichierDe('Exercice précédent', precedent, reste),
        ]}
      >
        <Definitions
          lignes={[
            ['Arrêtées jusqu’au', reste.precedent ? formaterDate(reste.precedent) : 'rien encore'],
            ['Écritures arrêtées', String(reste.dernierNumero)],
          ]}
        />
        <p>
          Un extrait au format de l’article A47 A-1 : ce que Coforme sait, pas toute votre comptabilité. Les
          charges y sont hors taxes ; les factures et les charges d’un autre outil n’y sont pas, ses comptes
          les ont déjà. Une écriture provisoire, que rien n’arrête encore, peut changer : le nom du fichier
          commence alors par « provisoire ».
        </p>
      </Section>
      <Form form={plan} action={comptabiliteUrl()}>
        <FieldSection titre="Vos comptes" plein>
          {clesDeCompte.map((cle) => (
            <div class="champs">
              <Field form={plan} name={`numero-${cle}`} label={motDeCompte[cle]} />
              <Field form={plan} name={`libelle-${cle}`} label={`Libellé, ${motDeCompte[cle]}`} span={2} />
            </div>
          ))}
          <Button genre="main">Enregistrer les comptes</Button>
        </FieldSection>
      </Form>
    </Page>
  )
}

const texteBrut = (c: Context<Env>, nom: string, corps: string, type: string) =>
  c.body(corps, 200, {
    'content-type': `${type}; charset=utf-8`,
    'content-disposition': `attachment; filename="${nom}"`,
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, no-store',
  })

export const comptabilitePage = ({ db, clock }: Pick<Services, 'db' | 'clock'>) => {
  /** La coopérative entière tient ses comptes : une enseigne n’y entre pas. */
  const ici = (c: Context<Env>, work: (tx: TenantTx) => Promise<Response>) =>
    pourVisiteur(c, db, async (tx) =>
      (await neVoitQueSesEnseignes(tx)) ? forbidden(c, droits['facturation.emettre'].phrase) : work(tx),
    )
  const rendre = async (
    c: Context<Env>,
    tx: TenantTx,
    revenu: { arrete?: Arrete; plan?: FormulairePlan; status?: 200 | 409 | 413 | 415 | 422 } = {},
  ) => {
    const lue = await lire(tx, clock.now())
    const arrete =
      revenu.arrete ?? emptyForm<'au'>(undefined, { au: formaterDate(moisDAvant(lue.le), 'chiffres') })
    return c.html(
      <Vue lue={lue} arrete={arrete} plan={revenu.plan ?? enFormulaire(lue.plan)} />,
      revenu.status ?? 200,
    )
  }
  return new Hono<Env>()
    .use(comptabiliteUrl.modele, exigerDroit('facturation.emettre'))
    .use(`${comptabiliteUrl.modele}/*`, exigerDroit('facturation.emettre'))
    .get(comptabiliteUrl.modele, (c) => ici(c, (tx) => rendre(c, tx)))
    .post(comptabiliteUrl.modele, async (c) => {
      const lu = await readForm(fieldsPlan, c)
      return ici(c, async (tx) => {
        if (!lu.ok) return rendre(c, tx, { plan: lu.form, status: lu.status })
        const dits = lu.data as Readonly<Record<string, string>>
        const voulu = Object.fromEntries(
          clesDeCompte.map((cle) => [
            cle,
            { numero: (dits[`numero-${cle}`] ?? '').toUpperCase(), libelle: dits[`libelle-${cle}`] ?? '' },
          ]),
        ) as Plan
        const r = await choisirComptes(tx, voulu, clock.now())
        return r.ok
          ? redirectWith(c, comptabiliteUrl(), {
              genre: 'fait',
              fort: 'Les comptes sont enregistrés.',
              suite: 'Ce qui est déjà arrêté garde les siens.',
            })
          : rendre(c, tx, { plan: withAlert(lu.form, r.error.phrase), status: 422 })
      })
    })
    .post(arreterUrl.modele, async (c) => {
      const lu = await readForm(fieldsArrete, c)
      return ici(c, async (tx) => {
        if (!lu.ok) return rendre(c, tx, { arrete: lu.form, status: lu.status })
        const { zone } = await lireOrganisme(tx)
        const r = await arreterEcritures(tx, lu.data.au, jourLocal(clock.now(), zone), clock.now())
        return r.ok
          ? redirectWith(c, comptabiliteUrl(), {
              genre: 'fait',
              fort: `Arrêté jusqu’au ${formaterDate(lu.data.au)}.`,
              suite: compter(r.value.ecritures, 'écriture'),
            })
          : rendre(c, tx, { arrete: withAlert(lu.form, r.error.phrase), status: 409 })
      })
    })
    .get(fecUrl.modele, (c) =>
      ici(c, async (tx) => {
        const [debut, fin] = [c.req.query('du'), c.req.query('au')].map((j) => dateCivile(j ?? ''))
        if (!debut || !fin || debut > fin) return notFound(c)
        const { zone } = await lireOrganisme(tx)
        const fec = await fecDeLExercice(tx, { debut, fin }, jourLocal(clock.now(), zone))
        const nom = fec.provisoires > 0 ? `provisoire-${fec.nom}` : fec.nom
        return texteBrut(c, nom, fec.texte, 'text/plain')
      }),
    )
    .get(ecrituresUrl.modele, (c) =>
      ici(c, async (tx) => {
        const id: ClotureId | undefined = asId<'Cloture'>(c.req.param('cloture') ?? '')
        const connue = id && (await clotures(tx)).find((x) => x.id === id)
        const nom = c.req.query('forme') ?? 'sage'
        if (!connue || !Object.hasOwn(formes, nom)) return notFound(c)
        const choisies = (c.req.query('colonnes') ?? '').split(/[\s,;]+/).filter(estColonne)
        const tableau = ecrireTableauDEcritures(
          await ecrituresPassees(tx, { cloture: connue.id }),
          formes[nom as NomDeForme],
          choisies.length > 0 ? choisies : undefined,
        )
        return texteBrut(c, `ecritures-${connue.au}-${nom}.csv`, tableau, 'text/csv')
      }),
    )
}
