// Long parce que les charges et l’exercice qu’elles composent se lisent ensemble.
/** Ce que la comptabilité sait d’un exercice : ses charges, son chiffre d’affaires. */
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { ajouterJours, type DateCivile, dateCivile, formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { formaterCentimes, formaterMontant, type Montant, montantDecimal, somme } from '#kernel/montant.ts'
import { formaterNombre } from '#kernel/texte.ts'
import { jourLocal } from '#kernel/zones.ts'
import { exerciceDe, exigerDroit, lireOrganisme, listerEnseignes } from '#modules/organisme/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import {
  Button,
  CheckboxField,
  Chercher,
  Empty,
  Exporter,
  Field,
  FieldSection,
  Form,
  Page,
  Section,
  SelectField,
  Table,
} from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env } from '#web/env.ts'
import { caseCochee, date, entier, facultatif, montant, texte, viaParser } from '#web/fields.ts'
import { filtrer, lireMots } from '#web/filtrer.ts'
import { emptyForm, type FormOf, readForm, withAlert } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { withQuery } from '#web/links.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { type ChargeRangee, type ExerciceLu, listerCharges, listerExercices } from '../db/enregistrer.ts'
import { ajouterUneCharge, direUnExercice, retirerUneCharge } from '../gestes/charges.ts'
import { chargesUrl, exercicesUrl, importerFacturesUrl, retirerChargeUrl } from '../liens.ts'
import type { PrisesFacturation } from '../prises.ts'
import { jourIci, path } from './commun.ts'

/** « 62,5 » : 6 250 points de base. */
const lirePart = (t: string): number | undefined => {
  const lu = /^(\d{1,3})(?:[.,](\d{1,2}))?\s*%?$/.exec(t)
  const points = lu ? Number(lu[1]) * 100 + Number((lu[2] ?? '').padEnd(2, '0')) : undefined
  return points !== undefined && points <= 10_000 ? points : undefined
}

const fields = z.object({
  jour: date(),
  compte: texte({ min: 2, max: 10, vide: 'Écrivez le compte : 604, 6226, 6411…' }),
  libelle: texte({ min: 1, max: 300, vide: 'Dites ce que c’est.' }),
  fournisseur: texte({ max: 200 }),
  ht: montant(),
  part: facultatif(viaParser(lirePart, 'La part de formation va de 0 à 100 % : 60, ou 62,5.')),
  formateur: caseCochee(),
  prestation: caseCochee(),
  session: texte({ max: 40 }),
  enseigne: texte({ max: 40 }),
  raison: texte({ max: 300 }),
})
type Formulaire = FormOf<typeof fields>
const fieldsRetrait = z.object({ charge: texte({ max: 40 }), raison: texte({ max: 300 }) })
type Bornes = { readonly du: DateCivile; readonly au: DateCivile }
/** L’exercice lu, et ses voisins : le bilan se fait de celui qui est clos, pas de celui du jour. */
type Lu = Bornes & { readonly avant: Bornes; readonly apres: Bornes }

const flags = (c: ChargeRangee): string =>
  [
    c.formateur ? 'salaire de formateur' : '',
    c.prestation ? 'prestation de formation' : '',
    c.part < 10_000 ? `formation à ${formaterNombre(c.part / 100)} %` : '',
  ]
    .filter(Boolean)
    .join(', ')

/** Ce que la page lit, quel que soit le geste. */
type Lues = {
  readonly toutes: readonly ChargeRangee[]
  readonly bornes: Lu
  /** Celles que l’on peut dire ; vide quand la coopérative n’en a qu’une. */
  readonly enseignes: readonly { readonly value: string; readonly label: string }[]
  /** Ce qu’une reprise d’un autre outil compte déjà dans cet exercice. */
  readonly reprises: Montant
}

const Vue = ({
  toutes,
  q,
  bornes,
  enseignes,
  reprises,
  raison = false,
  form,
}: Lues & {
  q: string
  form: Formulaire
  /** L’exercice est transmis : la personne dit pourquoi. */
  raison?: boolean
}) => {
  const lignes = filtrer(toutes, q, (l) => [l.libelle, l.compte, l.fournisseur, l.session].join(' '))
  const vives = lignes.filter((l) => !l.retiree)
  return (
    <Page
      title="Charges"
      lede={`Du ${formaterDate(bornes.du)} au ${formaterDate(bornes.au)} : ce que coûte la formation, compte par compte.`}
      path={path}
      alert={form.alert}
    >
      <p>
        Voir aussi l’<a href={withQuery(chargesUrl(), bornes.avant)}>exercice précédent</a> ou l’
        <a href={withQuery(chargesUrl(), bornes.apres)}>exercice suivant</a>.
      </p>
      {reprises > 0 ? (
        <p>
          La reprise d’un autre outil compte déjà {formaterMontant(reprises)} de charges dans cet exercice :
          le bilan les ajoute à celles d’ici.
        </p>
      ) : null}
      {toutes.length === 0 ? (
        <Empty
          titre={
            reprises > 0
              ? 'Aucune charge n’est saisie ici pour cet exercice'
              : 'Aucune charge n’est connue de cet exercice'
          }
          gestes={<a href={importerFacturesUrl()}>Importer un fichier</a>}
        >
          Le cadre D du bilan en demande trois chiffres : le total, les salaires de qui forme (6411), les
          achats de prestations et honoraires de formation (604, 6226).
        </Empty>
      ) : (
        <Chercher
          quoi="Libellé, compte, fournisseur"
          url={chargesUrl()}
          garder={{ du: bornes.du, au: bornes.au }}
          q={q}
          rien={lignes.length === 0}
        >
          <Table
            legende="Charges de l’exercice"
            lignes={lignes}
            colonnes={[
              { titre: 'Charge', entete: true, cell: (l) => l.libelle },
              { titre: 'Jour', cell: (l) => formaterDate(l.jour, 'court') },
              { titre: 'Compte', cell: (l) => l.compte },
              ...(enseignes.length > 0 ? [{ titre: 'Enseigne', cell: (l: ChargeRangee) => l.enseigne }] : []),
              { titre: 'Pour', cell: (l) => [l.fournisseur, l.session, flags(l)].filter(Boolean).join(', ') },
              {
                titre: 'HT',
                nombre: true,
                cell: (l) => (l.retiree ? 'retirée' : formaterCentimes(l.montant)),
              },
              {
                titre: 'Geste',
                cell: (l) =>
                  l.retiree ? (
                    ''
                  ) : (
                    <Form form={emptyForm()} action={retirerChargeUrl()} classe="">
                      <input type="hidden" name="charge" value={l.id} />
                      <Button genre="link" geste="retirer">
                        Retirer<span class="unseen"> {l.libelle}</span>
                      </Button>
                    </Form>
                  ),
              },
            ]}
            pied={[
              'Total',
              '',
              '',
              ...(enseignes.length > 0 ? [''] : []),
              '',
              formaterMontant(somme(vives.map((l) => l.montant))),
              '',
            ]}
          />
          <p>
            <Exporter href={withQuery(chargesUrl(), { du: bornes.du, au: bornes.au, format: 'csv' })} />
          </p>
        </Chercher>
      )}
      <Form form={form} noms={{ jour: 'Jour', compte: 'Compte', libelle: 'Libellé', ht: 'Montant' }}>
        <FieldSection titre="Ajouter une charge">
          <Field form={form} name="jour" label="Jour" />
          <Field form={form} name="compte" label="Compte" inputmode="numeric" hint="604, 6226, 6411, 613…" />
          <Field form={form} name="ht" label="Montant HT" unite="€" inputmode="decimal" />
          <Field form={form} name="libelle" label="Libellé" span={3} />
          <Field form={form} name="fournisseur" label="Fournisseur" optional />
          <Field form={form} name="session" label="Session" hint="son numéro, pour sa marge" optional />
          {enseignes.length > 0 ? (
            <SelectField
              form={form}
              name="enseigne"
              label="Enseigne"
              vide="celle de la session, ou la coopérative"
              options={enseignes}
            />
          ) : null}
          <Field
            form={form}
            name="part"
            label="Part de formation"
            unite="%"
            inputmode="decimal"
            hint="100 si tout l’est"
            optional
          />
          <CheckboxField form={form} name="formateur" label="Salaire de qui forme (6411)" />
          <CheckboxField
            form={form}
            name="prestation"
            label="Prestation ou honoraires de formation (604, 6226)"
          />
          {raison ? (
            <Field form={form} name="raison" label="Pourquoi, puisque ce bilan est transmis" span={3} />
          ) : null}
          <Button genre="main">Ajouter cette charge</Button>
        </FieldSection>
      </Form>
    </Page>
  )
}

/** Retirer d’un exercice transmis demande une raison, puis le même geste. */
const PourquoiRetirer = ({ charge, form }: { charge: string; form: FormOf<typeof fieldsRetrait> }) => (
  <Page
    title="Retirer une charge"
    path={[...path, { libelle: 'Charges', href: chargesUrl() }]}
    alert={form.alert}
  >
    <Form form={form} action={retirerChargeUrl()} classe="champs">
      <input type="hidden" name="charge" value={charge} />
      <Field form={form} name="raison" label="Pourquoi la retirer" span={3} />
      <p class="field">
        <Button genre="main" geste="retirer">
          Retirer cette charge
        </Button>{' '}
        <a href={chargesUrl()}>La garder</a>
      </p>
    </Form>
  </Page>
)

const bornesDe = async (c: Context<Env>, tx: TenantTx, maintenant: Date): Promise<Lu> => {
  const o = await lireOrganisme(tx)
  const autour = (jour: DateCivile): Bornes => {
    const e = exerciceDe(jour, o.cloture)
    return { du: e.debut, au: e.fin }
  }
  const [du, au] = [dateCivile(c.req.query('du') ?? ''), dateCivile(c.req.query('au') ?? '')]
  const lu = du && au && du <= au ? { du, au } : autour(jourLocal(maintenant, o.zone))
  return { ...lu, avant: autour(ajouterJours(lu.du, -1)), apres: autour(ajouterJours(lu.au, 1)) }
}

const fieldsExercice = z.object({
  version: entier(),
  debut: date(),
  fin: date(),
  chiffre: montant(),
  formation: facultatif(montant()),
})
type Exercice = FormOf<typeof fieldsExercice>

const VueExercices = ({ lus, form }: { lus: readonly ExerciceLu[]; form: Exercice }) => (
  <Page
    title="Chiffre d’affaires"
    lede="Ce que la comptabilité dit d’un exercice entier : le bilan pédagogique et financier y rapporte la part de la formation."
    path={path}
    alert={form.alert}
  >
    <Section titre="Exercices" id="exercices">
      {lus.length === 0 ? (
        <Empty titre="Aucun exercice n’est encore dit">
          Le chiffre d’affaires global (comptes 70, hors taxes) vient de vos comptes.
        </Empty>
      ) : (
        <Table
          legende="Chiffre d’affaires par exercice"
          lignes={lus}
          colonnes={[
            {
              titre: 'Exercice',
              entete: true,
              cell: (e) => `${formaterDate(e.debut)} au ${formaterDate(e.fin)}`,
            },
            { titre: 'Chiffre d’affaires HT', nombre: true, cell: (e) => formaterMontant(e.chiffreAffaires) },
            {
              titre: 'Dont formation, en comptabilité',
              nombre: true,
              cell: (e) => (e.produitsFormation === null ? 'non dit' : formaterMontant(e.produitsFormation)),
            },
            {
              titre: 'Geste',
              cell: (e) => <a href={withQuery(exercicesUrl(), { debut: e.debut })}>Corriger</a>,
            },
          ]}
        />
      )}
      {lus.length > 0 ? (
        <p>
          <Exporter href={withQuery(exercicesUrl(), { format: 'csv' })} />
        </p>
      ) : null}
    </Section>
    <Form form={form} noms={{ debut: 'Début', fin: 'Clôture', chiffre: 'Chiffre d’affaires' }}>
      <input type="hidden" name="version" value={form.values.get('version')?.[0] ?? '0'} />
      <FieldSection titre="Dire un exercice">
        <Field form={form} name="debut" label="Du" />
        <Field form={form} name="fin" label="au" />
        <Field
          form={form}
          name="chiffre"
          label="Chiffre d’affaires global HT (comptes 70)"
          unite="€"
          inputmode="decimal"
        />
        <Field
          form={form}
          name="formation"
          label="Produits de formation (comptes 70 et 74)"
          unite="€"
          inputmode="decimal"
          hint="pour rapprocher le bilan de vos comptes"
          optional
        />
        <Button genre="main">Enregistrer</Button>
      </FieldSection>
    </Form>
  </Page>
)

export const chargesPages = ({ db, clock }: Pick<Services, 'db' | 'clock'>, prises: PrisesFacturation) => {
  const lire = async (tx: TenantTx, bornes: Lu): Promise<Lues> => {
    const ouvertes = (await listerEnseignes(tx)).filter((e) => e.etat !== 'fermee')
    return {
      bornes,
      toutes: await listerCharges(tx, bornes),
      enseignes: ouvertes.length < 2 ? [] : ouvertes.map((e) => ({ value: e.id, label: e.nom })),
      reprises: await prises.chargesReprises(tx, bornes),
    }
  }
  const vide = (le: DateCivile): Formulaire =>
    emptyForm(undefined, { jour: formaterDate(le, 'chiffres'), part: 100 })
  const propose = async (c: Context<Env>, tx: TenantTx, lus: readonly ExerciceLu[]): Promise<Exercice> => {
    const connu = lus.find((e) => e.debut === c.req.query('debut'))
    if (connu)
      return emptyForm(undefined, {
        version: connu.version,
        debut: formaterDate(connu.debut, 'chiffres'),
        fin: formaterDate(connu.fin, 'chiffres'),
        chiffre: formaterCentimes(connu.chiffreAffaires),
        formation: connu.produitsFormation === null ? '' : formaterCentimes(connu.produitsFormation),
      })
    const o = await lireOrganisme(tx)
    const ici = exerciceDe(await jourIci(tx, clock.now()), o.cloture)
    // Le dernier clos : c’est de lui que les comptes parlent.
    const clos = exerciceDe(ajouterJours(ici.debut, -1), o.cloture)
    return emptyForm(undefined, {
      version: 0,
      debut: formaterDate(clos.debut, 'chiffres'),
      fin: formaterDate(clos.fin, 'chiffres'),
    })
  }
  return new Hono<Env>()
    .get(chargesUrl.modele, exigerDroit('facturation.emettre'), (c) =>
      pourVisiteur(c, db, async (tx) => {
        const bornes = await bornesDe(c, tx, clock.now())
        const lues = await lire(tx, bornes)
        const lignes = lues.toutes
        if (c.req.query('format') === 'csv')
          return repondreCsv(
            c,
            'charges',
            enCsv(
              [
                'date',
                'compte',
                'libelle',
                'fournisseur',
                'montant_ht',
                'formateur',
                'prestation_formation',
                'part_formation',
                'session',
              ],
              lignes
                .filter((l) => !l.retiree)
                .map((l) => [
                  l.jour,
                  l.compte,
                  l.libelle,
                  l.fournisseur,
                  montantDecimal(l.montant),
                  l.formateur ? 'oui' : 'non',
                  l.prestation ? 'oui' : 'non',
                  l.part / 100,
                  l.session,
                ]),
            ),
          )
        return c.html(<Vue {...lues} q={lireMots(c)} form={vide(await jourIci(tx, clock.now()))} />)
      }),
    )
    .post(retirerChargeUrl.modele, exigerDroit('facturation.emettre'), async (c) => {
      const lu = await readForm(fieldsRetrait, c)
      return pourVisiteur(c, db, async (tx) => {
        const id = lu.ok ? asId<'Charge'>(lu.data.charge) : undefined
        if (!lu.ok || !id) return notFound(c)
        const r = await retirerUneCharge(tx, id, lu.data.raison, prises, clock.now())
        if (!r.ok)
          return r.error.code === 'introuvable'
            ? notFound(c)
            : c.html(<PourquoiRetirer charge={id} form={withAlert(lu.form, r.error.phrase)} />, 409)
        const e = exerciceDe(r.value, (await lireOrganisme(tx)).cloture)
        return redirectWith(c, withQuery(chargesUrl(), { du: e.debut, au: e.fin }), {
          genre: 'fait',
          fort: 'La charge est retirée.',
        })
      })
    })
    .post(chargesUrl.modele, exigerDroit('facturation.emettre'), async (c) => {
      const lu = await readForm(fields, c)
      return pourVisiteur(c, db, async (tx) => {
        const maintenant = clock.now()
        const rendre = async (form: Formulaire, status: 200 | 409 | 413 | 415 | 422, raison = false) => {
          const bornes = await bornesDe(c, tx, maintenant)
          return c.html(<Vue q="" {...(await lire(tx, bornes))} form={form} raison={raison} />, status)
        }
        if (!lu.ok) return rendre(lu.form, lu.status)
        const { part, fournisseur, ...d } = lu.data
        const r = await ajouterUneCharge(
          tx,
          {
            ...d,
            id: (lu.jeton && asId<'Charge'>(lu.jeton)) || newId<'Charge'>(maintenant),
            fournisseur: fournisseur || null,
            part: part ?? 10_000,
          },
          prises,
          maintenant,
          await jourIci(tx, maintenant),
        )
        if (!r.ok) return rendre(withAlert(lu.form, r.error.phrase), 422, r.error.code === 'exercice-depose')
        // On revient à l’exercice de la charge : ajoutée à un autre, elle ne se verrait pas.
        const e = exerciceDe(d.jour, (await lireOrganisme(tx)).cloture)
        return redirectWith(c, withQuery(chargesUrl(), { du: e.debut, au: e.fin }), {
          genre: 'fait',
          fort: 'La charge est ajoutée.',
        })
      })
    })
    .get(exercicesUrl.modele, exigerDroit('facturation.emettre'), (c) =>
      pourVisiteur(c, db, async (tx) => {
        const lus = await listerExercices(tx)
        if (c.req.query('format') === 'csv')
          return repondreCsv(
            c,
            'chiffre-d-affaires',
            enCsv(
              ['debut', 'fin', 'chiffre_affaires_ht', 'dont_formation'],
              lus.map((e) => [
                e.debut,
                e.fin,
                montantDecimal(e.chiffreAffaires),
                e.produitsFormation === null ? '' : montantDecimal(e.produitsFormation),
              ]),
            ),
          )
        return c.html(<VueExercices lus={lus} form={await propose(c, tx, lus)} />)
      }),
    )
    .post(exercicesUrl.modele, exigerDroit('facturation.emettre'), async (c) => {
      const lu = await readForm(fieldsExercice, c)
      return pourVisiteur(c, db, async (tx) => {
        const rendre = async (form: Exercice, status: 200 | 409 | 413 | 415 | 422) =>
          c.html(<VueExercices lus={await listerExercices(tx)} form={form} />, status)
        if (!lu.ok) return rendre(lu.form, lu.status)
        const d = lu.data
        const r = await direUnExercice(
          tx,
          {
            debut: d.debut,
            fin: d.fin,
            chiffreAffaires: d.chiffre,
            produitsFormation: d.formation ?? null,
            version: d.version,
          },
          clock.now(),
        )
        if (!r.ok) return rendre(withAlert(lu.form, r.error.phrase), r.error.code === 'perime' ? 409 : 422)
        return redirectWith(c, exercicesUrl(), { genre: 'fait', fort: 'L’exercice est enregistré.' })
      })
    })
}
