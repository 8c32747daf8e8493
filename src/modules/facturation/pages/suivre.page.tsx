// Long parce que quatre écrans courts partagent leurs lectures.
/** Ce qui attend : à facturer, à vérifier, à rapprocher ; et les réglages que disent les factures. */
import { Hono } from 'hono'
import { z } from 'zod'
import { lireBic, lireIban } from '#kernel/banque.ts'
import { formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { formaterMontant, montantDecimal } from '#kernel/montant.ts'
import { formaterNombre } from '#kernel/texte.ts'
import { exigerDroit, peutVisiteur } from '#modules/organisme/index.ts'
import type { Services } from '#platform/services.ts'
import {
  Button,
  ButtonLink,
  CheckboxField,
  Chercher,
  Empty,
  Exporter,
  Field,
  FieldSection,
  Form,
  Page,
  Table,
} from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env } from '#web/env.ts'
import { caseCochee, entier, facultatif, texte, viaParser } from '#web/fields.ts'
import { filtrer, lireMots } from '#web/filtrer.ts'
import { emptyForm, type FormOf, readForm, withAlert } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { suiteOu, withQuery } from '#web/links.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { type DossierDu, dossiersAFacturer } from '../db/a-facturer.queries.ts'
import { type AVerifier, facturesAVerifier } from '../db/enregistrer.ts'
import { lireReglages, type Reglages } from '../db/reglages.ts'
import {
  type FactureOuverte,
  facturesOuvertes,
  type MouvementLu,
  mouvementsARapprocher,
} from '../db/reglements.ts'
import { type Proposition, proposerFactures } from '../domain/rapprocher.ts'
import { ecarterDuReleve, rapprocherMouvement } from '../gestes/rapprocher.ts'
import { reglerLesFactures } from '../gestes/reglages.ts'
import {
  aFacturerUrl,
  facturerDossierUrl,
  factureUrl,
  importerFacturesUrl,
  reglagesFacturesUrl,
  releveUrl,
  verifierFacturesUrl,
} from '../liens.ts'
import { jourIci, path } from './commun.ts'

const VueAFacturer = ({ toutes, q }: { toutes: readonly DossierDu[]; q: string }) => {
  const lignes = filtrer(toutes, q, (l) => `${l.client} ${l.numero} ${l.intitule}`)
  return (
    <Page
      title="À facturer"
      lede="Les dossiers dont des heures suivies, ou un acompte échu, n’ont pas encore de facture."
      path={path}
    >
      {toutes.length === 0 ? (
        <Empty titre="Rien n’attend d’être facturé">
          Une session qui se termine fait venir ses dossiers ici.
        </Empty>
      ) : (
        <Chercher quoi="Client, session" url={aFacturerUrl()} q={q} rien={lignes.length === 0}>
          <Table
            legende="Dossiers à facturer, la session la plus ancienne d’abord"
            lignes={lignes}
            colonnes={[
              {
                titre: 'Client',
                entete: true,
                cell: (l) => (
                  <a href={facturerDossierUrl({ session: l.session, dossier: l.dossier })}>{l.client}</a>
                ),
              },
              { titre: 'Session', cell: (l) => `${l.numero}, ${l.intitule}` },
              { titre: 'Finie le', cell: (l) => formaterDate(l.fin, 'court') },
              { titre: 'Prix HT', nombre: true, cell: (l) => formaterMontant(l.prix) },
              { titre: 'Reste à facturer', nombre: true, cell: (l) => formaterMontant(l.reste) },
            ]}
          />
          <p>
            <Exporter href={withQuery(aFacturerUrl(), { format: 'csv' })} />
          </p>
        </Chercher>
      )}
    </Page>
  )
}

const motVerifier: Readonly<Record<AVerifier['quoi'], string>> = {
  'a-affecter': 'sans origine : le bilan ne la devine pas',
  'sans-dossier': 'facturée sans dossier',
  double: 'sans doute comptée deux fois',
}

const VueVerifier = ({ toutes, q }: { toutes: readonly AVerifier[]; q: string }) => {
  const lignes = filtrer(toutes, q, (l) => `${l.numero} ${l.payeur}`)
  return (
    <Page
      title="À vérifier"
      lede="Une facture nourrit une seule origine, une seule fois : ce qui manque, ou ce qui paraît compté deux fois."
      path={path}
    >
      {toutes.length === 0 ? (
        <Empty titre="Tout est classé">
          Chaque facture a son origine et son dossier, et aucune ne paraît double.
        </Empty>
      ) : (
        <Chercher quoi="Numéro, payeur" url={verifierFacturesUrl()} q={q} rien={lignes.length === 0}>
          <Table
            legende="Factures à vérifier"
            lignes={lignes}
            colonnes={[
              {
                titre: 'Numéro',
                entete: true,
                cell: (l) => <a href={factureUrl({ facture: l.id })}>{l.numero}</a>,
              },
              { titre: 'Payeur', cell: (l) => l.payeur },
              { titre: 'Émise le', cell: (l) => formaterDate(l.emiseLe, 'court') },
              {
                titre: 'Ce qui demande un regard',
                cell: (l) => `${motVerifier[l.quoi]}${l.autre ? ` : ${l.autre}` : ''}`,
              },
              { titre: 'HT', nombre: true, cell: (l) => formaterMontant(l.ht) },
            ]}
          />
          <p>
            <Exporter href={withQuery(verifierFacturesUrl(), { format: 'csv' })} />
          </p>
        </Chercher>
      )}
    </Page>
  )
}

const Rapprocher = ({ m, proposees }: { m: MouvementLu; proposees: readonly Proposition[] }) => (
  <Form form={emptyForm()} action={releveUrl()} classe="">
    <input type="hidden" name="mouvement" value={m.id} />
    {proposees.length === 0 ? <p>aucune facture reconnue</p> : null}
    {proposees.map((p) => (
      <p>
        <label>
          <input type="checkbox" name="facture" value={p.facture.id} checked={p.choisie} /> {p.facture.numero}
          , {p.facture.payeur}, {formaterMontant(p.facture.solde)} ({p.raison})
        </label>
      </p>
    ))}
    <p>
      <label>
        {proposees.length === 0 ? 'La facture, par son numéro' : 'Une autre, par son numéro'}{' '}
        <input name="autre" maxlength={40} autocomplete="off" />
      </label>
    </p>
    <p>
      <Button geste="rapprocher">
        Rapprocher<span class="unseen"> {m.libelle}</span>
      </Button>{' '}
      <Button genre="link" geste="ecarter">
        Ce n’est pas une facture<span class="unseen"> : {m.libelle}</span>
      </Button>
    </p>
  </Form>
)

const VueReleve = ({
  mouvements,
  ouvertes,
  alerte,
}: {
  mouvements: readonly MouvementLu[]
  ouvertes: readonly FactureOuverte[]
  alerte?: { readonly titre: string; readonly phrase: string }
}) => (
  <Page
    title="Relevé de banque"
    lede="Chaque encaissement propose des factures ; il paie celles que vous choisissez, et ce qui dépasse reste une avance du payeur."
    path={path}
    alert={alerte}
  >
    {mouvements.length === 0 ? (
      <Empty
        titre="Aucun encaissement n’attend"
        gestes={
          <ButtonLink href={importerFacturesUrl()} genre="main">
            Importer un relevé
          </ButtonLink>
        }
      >
        Un relevé se lit dans « Enregistrer, importer » : en CSV, sous les titres de votre banque, ou en
        camt.053.
      </Empty>
    ) : (
      <Table
        legende="Encaissements à rapprocher"
        lignes={mouvements}
        colonnes={[
          { titre: 'Libellé', entete: true, cell: (m) => m.libelle },
          { titre: 'Jour', cell: (m) => formaterDate(m.jour, 'court') },
          { titre: 'Montant', nombre: true, cell: (m) => formaterMontant(m.montant) },
          {
            titre: 'Peut payer',
            cell: (m) => <Rapprocher m={m} proposees={proposerFactures(m, ouvertes)} />,
          },
        ]}
      />
    )}
    {mouvements.length > 0 ? (
      <p>
        <Exporter href={withQuery(releveUrl(), { format: 'csv' })} />
      </p>
    ) : null}
  </Page>
)

/** « 12,15 » : 1 215 points de base. */
const lireTaux = (t: string): number | undefined => {
  const lu = /^(\d{1,2})(?:[.,](\d{1,2}))?\s*%?$/.exec(t)
  const points = lu ? Number(lu[1]) * 100 + Number((lu[2] ?? '').padEnd(2, '0')) : 0
  return points >= 1 && points <= 5_000 ? points : undefined
}

const fields = z.object({
  version: entier(),
  iban: facultatif(viaParser((t) => lireIban(t), 'Cet IBAN ne se lit pas.')),
  bic: facultatif(viaParser((t) => lireBic(t), 'Un BIC a huit ou onze caractères.')),
  titulaire: texte({ max: 70 }),
  rcs: texte({ max: 100 }),
  capital: texte({ max: 100 }),
  penalites: texte({ min: 5, max: 300, vide: 'Écrivez le taux des pénalités (C. com., L441-10).' }),
  tauxPenalites: facultatif(viaParser(lireTaux, 'Un taux annuel va de 0,01 à 50 % : 12,15.')),
  escompte: texte({ min: 5, max: 300, vide: 'Écrivez les conditions d’escompte, ou qu’il n’y en a pas.' }),
  debits: caseCochee(),
  premiere: entier({ min: 1, max: 365 }),
  deuxieme: entier({ min: 1, max: 365 }),
  troisieme: entier({ min: 1, max: 365 }),
})
type Formulaire = FormOf<typeof fields>

const enFormulaire = (r: Reglages): Formulaire =>
  emptyForm(undefined, {
    version: r.version,
    iban: r.iban ?? '',
    bic: r.bic ?? '',
    titulaire: r.titulaire,
    rcs: r.rcs,
    capital: r.capital,
    penalites: r.penalites,
    tauxPenalites: r.tauxPenalites === null ? '' : formaterNombre(r.tauxPenalites / 100),
    escompte: r.escompte,
    debits: r.debits ? 'on' : '',
    premiere: r.relances[0],
    deuxieme: r.relances[1],
    troisieme: r.relances[2],
  })

const VueReglages = ({ form }: { form: Formulaire }) => (
  <Page
    title="Réglages des factures"
    lede="Ce que vos factures disent, et que votre fiche ne dit pas. Une facture émise garde ce qu’elle disait."
    path={path}
    alert={form.alert}
  >
    <Form form={form} noms={{ iban: 'IBAN', bic: 'BIC', penalites: 'Pénalités', escompte: 'Escompte' }}>
      <input type="hidden" name="version" value={form.values.get('version')?.[0] ?? '0'} />
      <FieldSection titre="Se faire payer">
        <Field
          form={form}
          name="iban"
          label="IBAN"
          span={2}
          hint="avec lui, la facture porte un QR de virement"
          optional
        />
        <Field form={form} name="bic" label="BIC" optional />
        <Field form={form} name="titulaire" label="Titulaire du compte" optional />
        <Field form={form} name="penalites" label="Taux des pénalités de retard" span={3} />
        <Field
          form={form}
          name="tauxPenalites"
          label="Ce taux, aujourd’hui"
          unite="% par an"
          hint="trois fois le taux d’intérêt légal au moins (C. com., L441-10, II) ; les factures à venir le disent, et leur mise en demeure le compte ; vide, rien ne se compte"
          optional
        />
        <Field form={form} name="escompte" label="Escompte" span={3} />
        <CheckboxField form={form} name="debits" label="TVA payée d’après les débits" />
      </FieldSection>
      <FieldSection titre="Identité">
        <Field
          form={form}
          name="rcs"
          label="Ville du greffe"
          hint="« Rennes » ; vide si non immatriculée"
          optional
        />
        <Field form={form} name="capital" label="Capital" hint="« capital variable »" optional />
      </FieldSection>
      <FieldSection titre="Relances">
        <Field
          form={form}
          name="premiere"
          label="La première, après l’échéance"
          unite="jours"
          inputmode="numeric"
        />
        <Field form={form} name="deuxieme" label="La deuxième" unite="jours" inputmode="numeric" />
        <Field form={form} name="troisieme" label="La dernière" unite="jours" inputmode="numeric" />
        <Button genre="main">Enregistrer</Button>
      </FieldSection>
    </Form>
  </Page>
)

export const suivrePages = ({ db, clock }: Pick<Services, 'db' | 'clock'>) =>
  new Hono<Env>()
    .get(aFacturerUrl.modele, exigerDroit('facturation.lire'), (c) =>
      pourVisiteur(c, db, async (tx, visiteur) => {
        const le = await jourIci(tx, clock.now())
        const lignes = peutVisiteur(visiteur, 'facturation.lire')
          ? await dossiersAFacturer(tx, le)
          : await dossiersAFacturer(tx, le, visiteur.personneId)
        if (c.req.query('format') === 'csv')
          return repondreCsv(
            c,
            'a-facturer',
            enCsv(
              ['client', 'session', 'intitule', 'fin', 'prix_ht', 'reste_ht'],
              lignes.map((l) => [
                l.client,
                l.numero,
                l.intitule,
                l.fin,
                montantDecimal(l.prix),
                montantDecimal(l.reste),
              ]),
            ),
          )
        return c.html(<VueAFacturer toutes={lignes} q={lireMots(c)} />)
      }),
    )
    .get(verifierFacturesUrl.modele, exigerDroit('facturation.emettre'), (c) =>
      pourVisiteur(c, db, async (tx) => {
        const toutes = await facturesAVerifier(tx)
        return c.req.query('format') === 'csv'
          ? repondreCsv(
              c,
              'factures-a-verifier',
              enCsv(
                ['numero', 'payeur', 'emise_le', 'a_verifier', 'avec', 'ht'],
                toutes.map((l) => [
                  l.numero,
                  l.payeur,
                  l.emiseLe,
                  motVerifier[l.quoi],
                  l.autre,
                  montantDecimal(l.ht),
                ]),
              ),
            )
          : c.html(<VueVerifier toutes={toutes} q={lireMots(c)} />)
      }),
    )
    .get(releveUrl.modele, exigerDroit('facturation.emettre'), (c) =>
      pourVisiteur(c, db, async (tx) => {
        const [mouvements, ouvertes] = [await mouvementsARapprocher(tx), await facturesOuvertes(tx)]
        return c.req.query('format') === 'csv'
          ? repondreCsv(
              c,
              'a-rapprocher',
              enCsv(
                ['jour', 'libelle', 'montant', 'peut_payer'],
                mouvements.map((m) => [
                  m.jour,
                  m.libelle,
                  montantDecimal(m.montant),
                  proposerFactures(m, ouvertes)
                    .map((x) => x.facture.numero)
                    .join(', '),
                ]),
              ),
            )
          : c.html(<VueReleve mouvements={mouvements} ouvertes={ouvertes} />)
      }),
    )
    .post(releveUrl.modele, exigerDroit('facturation.emettre'), async (c) => {
      const lu = await readForm(z.object({ mouvement: texte({ max: 40 }), autre: texte({ max: 40 }) }), c)
      return pourVisiteur(c, db, async (tx) => {
        const id = lu.ok ? asId<'Mouvement'>(lu.data.mouvement) : undefined
        const refuser = async (phrase: string) =>
          c.html(
            <VueReleve
              mouvements={await mouvementsARapprocher(tx)}
              ouvertes={await facturesOuvertes(tx)}
              alerte={{ titre: 'Rien n’a été rapproché', phrase }}
            />,
            409,
          )
        if (!lu.ok || !id) return notFound(c)
        if (lu.geste === 'ecarter') {
          const r = await ecarterDuReleve(tx, id, clock.now())
          return r.ok
            ? redirectWith(c, releveUrl(), { genre: 'fait', fort: 'La ligne est écartée.' })
            : refuser(r.error.phrase)
        }
        const cochees = (lu.form.values.get('facture') ?? []).flatMap((x) => asId<'Facture'>(x) ?? [])
        const r = await rapprocherMouvement(
          tx,
          id,
          { cochees, autre: lu.data.autre },
          clock.now(),
          await jourIci(tx, clock.now()),
        )
        return r.ok
          ? redirectWith(c, releveUrl(), {
              genre: 'fait',
              fort: 'Le règlement est rapproché.',
              ...(r.value.avance > 0
                ? { suite: `${formaterMontant(r.value.avance)} restent en avance.` }
                : {}),
            })
          : refuser(r.error.phrase)
      })
    })
    .get(reglagesFacturesUrl.modele, exigerDroit('facturation.emettre'), (c) =>
      pourVisiteur(c, db, async (tx) => c.html(<VueReglages form={enFormulaire(await lireReglages(tx))} />)),
    )
    .post(reglagesFacturesUrl.modele, exigerDroit('facturation.emettre'), async (c) => {
      const lu = await readForm(fields, c)
      if (!lu.ok) return c.html(<VueReglages form={lu.form} />, lu.status)
      const d = lu.data
      return pourVisiteur(c, db, async (tx) => {
        const r = await reglerLesFactures(
          tx,
          {
            iban: d.iban ?? null,
            bic: d.bic ?? null,
            titulaire: d.titulaire,
            rcs: d.rcs,
            capital: d.capital,
            penalites: d.penalites,
            tauxPenalites: d.tauxPenalites ?? null,
            escompte: d.escompte,
            debits: d.debits,
            relances: [d.premiere, d.deuxieme, d.troisieme],
            version: d.version,
          },
          clock.now(),
        )
        if (!r.ok)
          return c.html(
            <VueReglages form={withAlert(lu.form, r.error.phrase)} />,
            r.error.code === 'perime' ? 409 : 422,
          )
        return redirectWith(c, suiteOu(c, reglagesFacturesUrl()), {
          genre: 'fait',
          fort: 'Les réglages sont enregistrés.',
        })
      })
    })
