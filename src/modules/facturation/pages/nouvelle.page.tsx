/** Une facture sans dossier : on retrouve d’abord qui paie, puis on dit ce qui est vendu. */
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { asId } from '#kernel/id.ts'
import { plier } from '#kernel/texte.ts'
import { lireConditions } from '#modules/documents/index.ts'
import { delaiDeReglement } from '#modules/inscriptions/index.ts'
import {
  droits,
  enseigneParDefaut,
  exigerDroit,
  listerEnseignes,
  peutVisiteur,
} from '#modules/organisme/index.ts'
import { chercherTiers, listerEntreprises } from '#modules/tiers/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import {
  Button,
  ButtonLink,
  Definitions,
  Empty,
  Field,
  FieldSection,
  FilterField,
  Filters,
  Form,
  Page,
  RepeatedRows,
  SelectField,
  Table,
} from '#web/components.tsx'
import type { Env, Visiteur } from '#web/env.ts'
import { date, entier, facultatif, identifiant, rangs, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert } from '#web/form.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { withQuery } from '#web/links.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { type FichePayeur, lirePayeur, paieEnPublic } from '../documents/donnees-facture.ts'
import { naturesLibres, preparerLibre } from '../gestes/preparer-libre.ts'
import { aFacturerUrl, facturesUrl, nouvelleFactureUrl, projetUrl } from '../liens.ts'
import { ChampsDeLigne, champsDeLigne, ligneLue } from './champs-ligne.tsx'
import { jourIci, path } from './commun.ts'

const fields = z.object({
  activite: facultatif(identifiant(asId<'Activite'>)),
  entreprise: facultatif(identifiant(asId<'Entreprise'>)),
  personne: facultatif(identifiant(asId<'Tiers'>)),
  du: facultatif(date()),
  au: facultatif(date()),
  reference: texte({ max: 100 }),
  delaiJours: entier({ max: 60, phrase: 'Soixante jours au plus (C. com., L441-10).' }),
  lignes: rangs(z.object(champsDeLigne(naturesLibres)), {
    min: 1,
    max: 60,
    phrase: 'Écrivez au moins une ligne.',
  }),
})
type Formulaire = FormOf<typeof fields>

type Trouve = { readonly href: string; readonly nom: string; readonly detail: string }

const Chercher = ({ q, trouves }: { q: string; trouves: readonly Trouve[] }) => (
  <Page
    title="Facture sans dossier"
    lede="Conseil, location de salle, ressources vendues. La formation se facture depuis le dossier de son client."
    path={path}
  >
    <Filters label="Chercher qui paie" action={nouvelleFactureUrl()}>
      <FilterField name="q" label="Entreprise ou personne" value={q} />
    </Filters>
    {q === '' ? (
      <p>
        Cherchez qui paie par le début d’un mot de son nom. Une formation suivie attend peut-être déjà dans{' '}
        <a href={aFacturerUrl()}>ce qui est à facturer</a>.
      </p>
    ) : trouves.length === 0 ? (
      <Empty titre="Personne ne répond à ce nom">
        L’accent et la casse ne comptent pas. Ajoutez d’abord sa fiche dans les entreprises ou les personnes.
      </Empty>
    ) : (
      <Table
        legende="Qui peut payer"
        lignes={trouves}
        colonnes={[
          { titre: 'Nom', entete: true, cell: (t) => <a href={t.href}>{t.nom}</a> },
          { titre: 'Adresse', cell: (t) => t.detail },
        ]}
      />
    )}
  </Page>
)

const Ecrire = ({
  form,
  payeur,
  cle,
  enseignes,
}: {
  form: Formulaire
  payeur: FichePayeur
  cle: Record<string, string>
  enseignes: readonly { readonly id: string; readonly nom: string }[]
}) => (
  <Page
    title={`Facture pour ${payeur.nom}`}
    lede="Elle se relit avant de partir : rien n’est émis ici."
    path={[...path, { libelle: 'Facture sans dossier', href: nouvelleFactureUrl() }]}
    alert={form.alert}
    islands={['rangs']}
  >
    <Definitions
      lignes={[
        [
          'Adressée à',
          [
            payeur.nom,
            ...payeur.adresse.lignes,
            `${payeur.adresse.codePostal} ${payeur.adresse.ville}`.trim(),
          ]
            .filter(Boolean)
            .join(', '),
        ],
        ...(payeur.siren ? [['SIREN', payeur.siren] as const] : []),
      ]}
    />
    <Form
      form={form}
      action={nouvelleFactureUrl()}
      noms={{ lignes: 'Lignes', delaiJours: 'Délai', reference: 'Référence' }}
    >
      {Object.entries(cle).map(([nom, valeur]) => (
        <input type="hidden" name={nom} value={valeur} />
      ))}
      <FieldSection titre="La pièce">
        {enseignes.length > 1 ? (
          <SelectField
            form={form}
            name="activite"
            label="Enseigne"
            options={enseignes.map((e) => ({ value: e.id, label: e.nom }))}
          />
        ) : null}
        <Field form={form} name="du" label="Prestation, du" hint="sauf d’un dédit" />
        <Field form={form} name="au" label="au" hint="le même jour, pour un seul" />
        <Field form={form} name="reference" label="Référence du client" hint="bon de commande" optional />
        <Field form={form} name="delaiJours" label="Délai de règlement" unite="jours" inputmode="numeric" />
      </FieldSection>
      <FieldSection titre="Ce qui est vendu" plein>
        <div class="lignes-facture">
          <RepeatedRows form={form} name="lignes" titre="Ligne" ajouter="Ajouter une ligne" max={60}>
            {(nom: string) => <ChampsDeLigne form={form as never} nom={nom} natures={naturesLibres} />}
          </RepeatedRows>
        </div>
      </FieldSection>
      <div class="sect actions">
        <p class="sub sect-h" />
        <p>
          <Button genre="main">Préparer la facture</Button>
          <ButtonLink href={facturesUrl()}>Revenir aux factures</ButtonLink>
        </p>
      </div>
    </Form>
  </Page>
)

const chercher = async (tx: TenantTx, q: string): Promise<Trouve[]> => {
  const pli = plier(q)
  if (pli === '') return []
  const entreprises = await listerEntreprises(tx, { q: pli }, { sens: 'apres', cle: undefined }, 20)
  const gens = await chercherTiers(tx, pli, 20)
  return [
    ...entreprises.slice(0, 20).map((e) => ({
      href: withQuery(nouvelleFactureUrl(), { entreprise: e.id }),
      nom: e.nom,
      detail: [e.codePostal, e.ville].filter(Boolean).join(' ') || 'adresse à compléter',
    })),
    ...gens.map((p) => ({
      href: withQuery(nouvelleFactureUrl(), { personne: p.id }),
      nom: `${p.prenom} ${p.nom}`,
      detail: [p.codePostal, p.ville].filter(Boolean).join(' ') || 'adresse à compléter',
    })),
  ]
}

export const nouvellePage = ({ db, clock }: Pick<Services, 'db' | 'clock'>) => {
  const avec = (c: Context<Env>, work: (tx: TenantTx, v: Visiteur) => Promise<Response>) =>
    pourVisiteur(c, db, (tx, v) =>
      v.assistance || !peutVisiteur(v, 'facturation.preparer', { estSien: v.enseigne !== undefined })
        ? Promise.resolve(forbidden(c, droits['facturation.preparer'].phrase))
        : work(tx, v),
    )
  const enseignesDe = async (tx: TenantTx, v: Visiteur) =>
    v.enseigne
      ? [v.enseigne]
      : (await listerEnseignes(tx)).filter((e) => e.etat !== 'fermee').map(({ id, nom }) => ({ id, nom }))
  return new Hono<Env>()
    .get(nouvelleFactureUrl.modele, exigerDroit('facturation.preparer'), (c) =>
      avec(c, async (tx, v) => {
        const [e, p] = [c.req.query('entreprise'), c.req.query('personne')]
        if (!e && !p) {
          const q = (c.req.query('q') ?? '').trim().slice(0, 100)
          return c.html(<Chercher q={q} trouves={await chercher(tx, q)} />)
        }
        const entreprise = (e && asId<'Entreprise'>(e)) || null
        const personne = (!entreprise && p && asId<'Tiers'>(p)) || null
        const payeur = await lirePayeur(tx, { payeurEntreprise: entreprise, payeurPersonne: personne })
        if (!payeur) return notFound(c)
        const { conditions } = await lireConditions(tx)
        const enseigne = await enseigneParDefaut(tx, v)
        return c.html(
          <Ecrire
            form={emptyForm(undefined, {
              delaiJours: delaiDeReglement(
                paieEnPublic(payeur, { payeurEntreprise: entreprise, source: null }, null),
                conditions.delaiReglementJours,
                await jourIci(tx, clock.now()),
              ),
              activite: enseigne?.id ?? '',
            })}
            payeur={payeur}
            cle={entreprise ? { entreprise } : { personne: personne ?? '' }}
            enseignes={await enseignesDe(tx, v)}
          />,
        )
      }),
    )
    .post(nouvelleFactureUrl.modele, exigerDroit('facturation.preparer'), async (c) => {
      const lu = await readForm(fields, c, { corps: 100_000 })
      return avec(c, async (tx, v) => {
        const dit = (nom: string) => lu.form.values.get(nom as never)?.[0] ?? ''
        const entreprise = asId<'Entreprise'>(dit('entreprise')) ?? null
        const personne = entreprise ? null : (asId<'Tiers'>(dit('personne')) ?? null)
        const payeur = await lirePayeur(tx, { payeurEntreprise: entreprise, payeurPersonne: personne })
        if (!payeur) return notFound(c)
        const enseignes = await enseignesDe(tx, v)
        const rendre = (form: Formulaire, status: 200 | 409 | 413 | 415 | 422) =>
          c.html(
            <Ecrire
              form={form}
              payeur={payeur}
              cle={entreprise ? { entreprise } : { personne: personne ?? '' }}
              enseignes={enseignes}
            />,
            status,
          )
        if (!lu.ok) return rendre(lu.form, lu.status)
        const { du, au } = lu.data
        if ((du === undefined) !== (au === undefined) || (du && au && du > au))
          return rendre(withAlert(lu.form, 'La prestation a un début et une fin, dans cet ordre.'), 422)
        const activite = lu.data.activite ?? (await enseigneParDefaut(tx, v))?.id
        if (!activite || !enseignes.some((e) => e.id === activite))
          return rendre(withAlert(lu.form, 'Cette enseigne n’est pas ouverte ici.'), 422)
        const id = (lu.jeton && asId<'ProjetFacture'>(lu.jeton)) || newId<'ProjetFacture'>(clock.now())
        const r = await preparerLibre(
          tx,
          {
            id,
            activite,
            payeurEntreprise: entreprise,
            payeurPersonne: personne,
            periode: du && au ? { du, au } : null,
            reference: lu.data.reference || null,
            delaiJours: lu.data.delaiJours,
            lignes: lu.data.lignes.map(ligneLue),
          },
          clock.now(),
        )
        return r.ok
          ? redirectWith(c, projetUrl({ projet: r.value }), {
              genre: 'fait',
              fort: 'La facture est prête à relire.',
              suite: 'Rien n’est émis tant que vous ne le demandez pas.',
            })
          : rendre(withAlert(lu.form, { titre: 'Rien n’a été préparé', phrase: r.error.phrase }), 409)
      })
    })
}
