// Long parce que les gestes d’un projet partagent sa vérification.
/** Un projet de facture : le relire, le corriger, le faire viser, l’émettre. */
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { formaterDate, formaterPeriode } from '#kernel/dates.ts'
import { formaterDuree } from '#kernel/heures.ts'
import { formaterCentimes, formaterMontant, proportion } from '#kernel/montant.ts'
import { compter, de, INSECABLE } from '#kernel/texte.ts'
import { pdfResponse } from '#modules/documents/index.ts'
import { dossierUrl } from '#modules/inscriptions/index.ts'
import { droits, estCae, exigerDroit, identiteUrl, peutVisiteur } from '#modules/organisme/index.ts'
import { modifierEntrepriseUrl, modifierPersonneUrl } from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import {
  Alert,
  Button,
  ButtonLink,
  CheckboxField,
  Definitions,
  Field,
  FieldSection,
  Form,
  Manques,
  Page,
  RepeatedRows,
  Section,
  Table,
  TextArea,
} from '#web/components.tsx'
import type { Env, Visiteur } from '#web/env.ts'
import { caseCochee, date, entier, facultatif, rangs, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert } from '#web/form.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { parIdentifiant, withQuery } from '#web/links.ts'
import { type Exigence, exigenceDe } from '../db/cycle.ts'
import type { ProjetLu } from '../db/projets.ts'
import { assietteDe, direQuantite } from '../documents/donnees-facture.ts'
import type { RefusDeChamp } from '../domain/electronique/refuser.ts'
import { type LigneDeFacture, motGenre, type Nature, natures } from '../domain/facture.ts'
import { direSuspendu, estConstatee } from '../domain/projet.ts'
import { totaliser } from '../domain/totaux.ts'
import { type Assiette, tauxDe } from '../domain/tva.ts'
import { emettreProjet, epreuveDuProjet } from '../gestes/emettre.ts'
import { naturesLibres } from '../gestes/preparer-libre.ts'
import {
  abandonnerProjet,
  corrigerProjet,
  demanderVisa,
  exigerDuPayeur,
  refuserVisa,
} from '../gestes/projet.ts'
import { retenuesDuProjet } from '../gestes/retenir.ts'
import { type ProjetVerifie, verifierProjet } from '../gestes/verifier-projet.ts'
import {
  epreuveProjetUrl,
  facturesUrl,
  factureUrl,
  gesteProjetUrl,
  projetUrl,
  reglagesFacturesUrl,
} from '../liens.ts'
import type { PrisesFacturation, Retenue } from '../prises.ts'
import { ChampsDeLigne, champsDeLigne, deNature, enNature } from './champs-ligne.tsx'
import { path, pourProjet } from './commun.ts'
import { EncoreCertifiees } from './heures-certifiees.tsx'

const ligne = z.object({
  rang: texte({ max: 5 }),
  ...champsDeLigne(natures),
})
const fields = z.object({
  version: entier(),
  du: facultatif(date()),
  au: facultatif(date()),
  reference: texte({ max: 100 }),
  codeService: texte({ max: 100 }),
  exigeEngagement: caseCochee(),
  exigeService: caseCochee(),
  delaiJours: entier({ max: 60, phrase: 'Soixante jours au plus (C. com., L441-10).' }),
  motif: texte({ max: 1_000 }),
  lignes: rangs(ligne, { max: 60 }),
})
type Formulaire = FormOf<typeof fields>
const fieldsVisa = z.object({
  version: entier(),
  motif: texte({ max: 1_000 }),
  raison: texte({ max: 300 }),
})
type Decision = FormOf<typeof fieldsVisa>

const enFormulaire = (p: ProjetLu, a?: Assiette, exigence?: Exigence): Formulaire =>
  emptyForm(undefined, {
    version: p.version,
    du: p.periode ? formaterDate(p.periode.du, 'chiffres') : '',
    au: p.periode ? formaterDate(p.periode.au, 'chiffres') : '',
    reference: p.reference ?? '',
    codeService: p.codeService ?? '',
    exigeEngagement: exigence?.engagement ? 'on' : '',
    exigeService: exigence?.service ? 'on' : '',
    delaiJours: p.delaiJours,
    motif: p.motif ?? '',
    ...Object.fromEntries(
      p.lignes.flatMap((l, i) => [
        [`lignes[${i}].rang`, String(l.rang)],
        [`lignes[${i}].nature`, enNature(l)],
        [`lignes[${i}].libelle`, l.libelle],
        [`lignes[${i}].quantite`, l.quantite === 1000 ? '' : String(l.quantite / 1000).replace('.', ',')],
        [`lignes[${i}].unite`, l.unite === 'forfait' ? '' : l.unite],
        [`lignes[${i}].taux`, a && l.taux !== tauxDe(l.nature, a) ? String(l.taux) : ''],
        [`lignes[${i}].prix`, formaterCentimes(l.prix).replace('\u2212', '-')],
      ]),
    ),
  } as never) as Formulaire

type VueProps = {
  readonly lu: ProjetVerifie
  readonly retenues: readonly Retenue[]
  /** La personne peut accepter un constat, sous son nom. */
  readonly juge: boolean
  readonly form: Formulaire
  readonly decision: Decision
  /** L’exercice qu’elle touche est transmis : qui émet dit pourquoi. */
  readonly raison: boolean
  readonly emet: boolean
  readonly vise: boolean
  readonly cae: boolean
  /** La personne peut écrire la fiche de qui paie. */
  readonly tient: boolean
}

const Totaux = ({ p }: { p: ProjetLu }) => {
  const t = totaliser(p.lignes)
  return (
    <Table
      legende="Ce que la pièce demandera"
      lignes={p.lignes}
      colonnes={[
        { titre: 'Désignation', entete: true, cell: (l) => l.libelle },
        { titre: 'Quantité', nombre: true, cell: (l) => direQuantite(l.quantite, l.unite) },
        {
          titre: 'Heures',
          nombre: true,
          cell: (l) =>
            l.heures.length === 0 ? '' : formaterDuree(Math.abs(l.heures.reduce((a, h) => a + h.minutes, 0))),
        },
        { titre: 'TVA', nombre: true, cell: (l) => `${l.taux / 100}${INSECABLE}%` },
        { titre: 'HT', nombre: true, cell: (l) => formaterMontant(l.montant) },
      ]}
      pied={[
        `TVA ${formaterMontant(t.tva)}`,
        '',
        '',
        '',
        <>
          {formaterMontant(t.ht)} HT, <strong>{formaterMontant(t.ttc)} TTC</strong>
        </>,
      ]}
    />
  )
}

/** Ce qui manque au payeur s’écrit sur sa fiche, et l’on en revient à la facture. */
const deLaFiche: ReadonlySet<string> = new Set(['adresse-absente', 'siren-absent'])
/** Ce que la coopérative n’a pas dit d’elle s’écrit aux réglages des factures, et l’on en revient. */
const desReglages: ReadonlySet<string> = new Set(['iban-absent', 'greffe-absent'])
/** Son adresse, son courriel, son téléphone s’écrivent sur sa page. */
const deLaCooperative: ReadonlySet<string> = new Set(['coordonnees-absentes'])
const ficheDuPayeur = (p: ProjetLu): string =>
  withQuery(
    p.payeurEntreprise
      ? modifierEntrepriseUrl({ entreprise: p.payeurEntreprise })
      : modifierPersonneUrl({ personne: p.payeurPersonne ?? '' }),
    { suite: projetUrl({ projet: p.id }) },
  )

/** Les constats bloquants, chacun avec où il se répare ; la facture attend qu’ils le soient, ou qu’on en réponde. */
const Retenues = ({ retenues, juge }: Pick<VueProps, 'retenues' | 'juge'>) => (
  <Section
    titre="Ce que les contrôles retiennent"
    id="controles"
    sous={compter(retenues.length, 'constat bloquant', { pluriel: 'constats bloquants' })}
  >
    <p>
      Un contrôle les lirait. La facture part quand chacun est réparé, ou accepté avec un motif, sous le nom
      de qui en répond (qui dirige la coopérative ou la pédagogie).
    </p>
    <Manques
      lignes={retenues.map((r) => ({
        etat: 'manquant',
        chose: (
          <>
            <strong>{r.titre}</strong> : {r.phrase}
          </>
        ),
        qui: r.qui,
        quand: 'avant la facture',
        geste: (
          <>
            <a href={r.href}>{r.geste}</a>
            {juge ? (
              <>
                {' '}
                ou{' '}
                <a href={r.accepter}>
                  accepter, avec un motif<span class="unseen"> : {r.phrase}</span>
                </a>
              </>
            ) : null}
          </>
        ),
      }))}
    />
  </Section>
)

/** Ce que la norme demande et que la maison n’a pas : un champ par ligne, et la page où il s’écrit. */
const Manquants = ({ lu, emet, tient }: Pick<VueProps, 'lu' | 'emet' | 'tient'>) => {
  const { projet: p, payeur } = lu.papier
  const suite = projetUrl({ projet: p.id })
  const geste: Readonly<
    Record<RefusDeChamp['ou'], { readonly href: string; readonly mot: string } | undefined>
  > = {
    cooperative: emet
      ? { href: withQuery(identiteUrl(), { suite }), mot: 'Ouvrir l’identité de la coopérative' }
      : undefined,
    reglages: emet
      ? { href: withQuery(reglagesFacturesUrl(), { suite }), mot: 'Ouvrir les réglages des factures' }
      : undefined,
    acheteur: tient ? { href: ficheDuPayeur(p), mot: `Compléter la fiche ${de(payeur.nom)}` } : undefined,
    facture: { href: '#corriger', mot: 'Corriger plus bas' },
  }
  const qui: Readonly<Record<RefusDeChamp['ou'], string>> = {
    cooperative: 'qui administre la coopérative',
    reglages: 'la comptabilité',
    acheteur: 'qui tient les fiches',
    facture: 'qui prépare la facture',
  }
  return (
    <Section
      titre="Ce que la facture électronique attend"
      id="electronique"
      sous={compter(lu.electronique.length, 'champ à écrire', { pluriel: 'champs à écrire' })}
    >
      <p>
        La facture part avec son double électronique (Factur-X, profil EN 16931). La norme refuse ce qui suit.
      </p>
      <Manques
        lignes={lu.electronique.map((r) => {
          const g = geste[r.ou]
          return {
            etat: 'manquant' as const,
            chose: r.phrase,
            qui: qui[r.ou],
            quand: 'avant la facture',
            geste: g ? <a href={g.href}>{g.mot}</a> : null,
          }
        })}
      />
    </Section>
  )
}

const Vue = ({ lu, retenues, juge, form, decision, raison, emet, vise, cae, tient }: VueProps) => {
  const { projet: p, payeur, session, dossier, corrige } = lu.papier
  const ouvert = p.etat === 'ouvert' || p.etat === 'a-viser'
  const avoir = p.genre === 'avoir'
  const constatee = !avoir && estConstatee(p)
  const retenue = lu.refus.length > 0 || lu.electronique.length > 0 || retenues.length > 0
  // Visée, et le second visa ou une condition manque : rien ne s’en décide ici.
  const suspendu = lu.attendVisa && p.visa?.decision === 'accorde' ? p.visa : undefined
  const peutPartir = emet && (!lu.attendVisa || (vise && !suspendu))
  return (
    <Page
      title={`${motGenre[p.genre]} en préparation`}
      heading={`${motGenre[p.genre]} pour ${payeur.nom}`}
      lede={session ? session.intitule : undefined}
      path={path}
      alert={form.alert ?? decision.alert}
      islands={ouvert && !avoir && !constatee ? ['rangs'] : []}
    >
      {p.visa?.decision === 'refuse' ? (
        <Alert genre="mal" fort="Visa refusé.">
          L’équipe d’appui dit : « {p.visa.motif} » Corrigez, puis demandez-le de nouveau.
        </Alert>
      ) : null}
      {ouvert &&
      p.genre === 'acompte' &&
      dossier &&
      !dossier.signeLe &&
      (dossier.regime === 'convention' || dossier.regime === 'contrat') ? (
        <Alert
          genre="passe"
          fort={
            dossier.regime === 'contrat' ? 'Le contrat n’est pas signé.' : 'La convention n’est pas signée.'
          }
        >
          Rien n’engage encore {dossier.client} : un acompte se demande d’après ce qui est signé.
        </Alert>
      ) : null}
      {ouvert && session && lu.certifiees.length > 0 ? (
        <EncoreCertifiees certifiees={lu.certifiees} session={session.id} />
      ) : null}
      {p.etat === 'abandonne' ? <Alert genre="passe" fort="Ce projet est abandonné." /> : null}
      {p.facture ? (
        <Alert genre="fait" fort="Cette pièce est émise.">
          <a href={factureUrl({ facture: p.facture })}>La voir</a>
        </Alert>
      ) : null}
      <Section
        titre="Ce qui partira"
        id="apercu"
        outils={[
          { libelle: 'Voir l’aperçu (PDF)', href: epreuveProjetUrl({ projet: p.id }) },
          ...(session && dossier
            ? [{ libelle: 'Le dossier', href: dossierUrl({ session: session.id, dossier: dossier.id }) }]
            : []),
        ]}
      >
        <Totaux p={p} />
        <Definitions
          lignes={[
            [
              'Adressée à',
              `${payeur.nom}${p.subrogation && dossier ? `, pour le compte ${de(dossier.client)}` : ''}`,
            ],
            ['Prestation', p.periode ? formaterPeriode(p.periode.du, p.periode.au, 'long') : 'sans date'],
            ...(corrige ? [['Corrige', corrige.numero] as const] : []),
            [
              'Échéance',
              avoir
                ? 'sans objet'
                : p.delaiJours === 0
                  ? 'le jour de l’émission'
                  : `à ${compter(p.delaiJours, 'jour')}`,
            ],
          ]}
        />
        {ouvert && lu.refus.length > 0 ? (
          <Alert genre="mal" fort="Ce qui la retient :">
            {lu.refus.map((r) => r.phrase).join(' ')}
            {tient && lu.refus.some((r) => deLaFiche.has(r.code)) ? (
              <>
                {' '}
                <a href={ficheDuPayeur(p)}>Compléter la fiche {de(payeur.nom)}</a>
              </>
            ) : null}
            {emet && lu.refus.some((r) => desReglages.has(r.code)) ? (
              <>
                {' '}
                <a href={withQuery(reglagesFacturesUrl(), { suite: projetUrl({ projet: p.id }) })}>
                  Ouvrir les réglages des factures
                </a>
              </>
            ) : null}
            {emet && lu.refus.some((r) => deLaCooperative.has(r.code)) ? (
              <>
                {' '}
                <a href={withQuery(identiteUrl(), { suite: projetUrl({ projet: p.id }) })}>
                  Compléter la page de la coopérative
                </a>
              </>
            ) : null}
          </Alert>
        ) : null}
        {ouvert ? (
          <div class="actions">
            {peutPartir ? (
              <Form form={emptyForm()} action={gesteProjetUrl({ projet: p.id })} classe="">
                <input type="hidden" name="version" value={String(p.version)} />
                {raison ? (
                  <Field
                    form={decision}
                    name="raison"
                    label="Pourquoi, puisque ce bilan est transmis"
                    span={3}
                  />
                ) : null}
                <Button genre="call" geste="emettre" disabled={retenue}>
                  {lu.attendVisa ? 'Viser et émettre' : avoir ? 'Émettre l’avoir' : 'Émettre la facture'}
                </Button>
              </Form>
            ) : null}
            {!peutPartir && cae && lu.attendVisa && p.etat !== 'a-viser' ? (
              <Form form={emptyForm()} action={gesteProjetUrl({ projet: p.id })} classe="">
                <input type="hidden" name="version" value={String(p.version)} />
                <Button genre="call" geste="demander" disabled={retenue}>
                  Demander le visa
                </Button>
              </Form>
            ) : null}
            {suspendu ? <p>{direSuspendu(suspendu)}</p> : null}
            {!peutPartir && !suspendu && (!lu.attendVisa || p.etat === 'a-viser') ? (
              <p>
                {lu.attendVisa
                  ? 'L’équipe d’appui la lira : rien n’engage la coopérative avant son visa.'
                  : 'La comptabilité l’émettra.'}
              </p>
            ) : null}
            <Form form={emptyForm()} action={gesteProjetUrl({ projet: p.id })} classe="">
              <input type="hidden" name="version" value={String(p.version)} />
              <Button geste="abandonner">Abandonner</Button>
            </Form>
          </div>
        ) : null}
      </Section>
      {ouvert && lu.electronique.length > 0 ? <Manquants lu={lu} emet={emet} tient={tient} /> : null}
      {ouvert && retenues.length > 0 ? <Retenues retenues={retenues} juge={juge} /> : null}
      {ouvert && vise && cae && p.visa === null && p.etat === 'a-viser' ? (
        <Section titre="Refuser le visa" id="visa">
          <Form form={decision} action={gesteProjetUrl({ projet: p.id })} classe="champs">
            <input type="hidden" name="version" value={String(p.version)} />
            <TextArea form={decision} name="motif" label="Pourquoi" rows={2} />
            <Button genre="grave" geste="refuser">
              Refuser le visa
            </Button>
          </Form>
        </Section>
      ) : null}
      {ouvert ? <span id="corriger" /> : null}
      {ouvert ? (
        <Form
          form={form}
          action={projetUrl({ projet: p.id })}
          noms={{
            lignes: 'Lignes',
            reference: 'Référence',
            codeService: 'Code de service',
            delaiJours: 'Délai',
          }}
        >
          <input type="hidden" name="version" value={String(p.version)} />
          <FieldSection titre="Corriger">
            {avoir ? (
              <TextArea form={form} name="motif" label="Pourquoi cet avoir" rows={2} />
            ) : (
              <>
                {constatee ? (
                  <p class="sub l3">
                    Ses lignes, sa période et son contrat sont ceux du constat signé des deux : ils ne
                    changent pas ici.
                  </p>
                ) : (
                  <>
                    <Field form={form} name="du" label="Prestation, du" />
                    <Field form={form} name="au" label="au" />
                    <Field
                      form={form}
                      name="reference"
                      label="Référence du payeur"
                      hint={
                        lu.referenceExigee
                          ? 'exigée : aucune convention ni accord n’est à citer ; son contrat, ou son bon de commande'
                          : 'bon de commande, numéro de dossier'
                      }
                      optional={!lu.referenceExigee}
                    />
                  </>
                )}
                {lu.publique ? (
                  <>
                    <Field
                      form={form}
                      name="codeService"
                      label="Code de service"
                      hint="de Chorus Pro, si cet acheteur en a un ; son engagement s’écrit dans la référence"
                      optional
                    />
                    <CheckboxField
                      form={form}
                      name="exigeEngagement"
                      label="Cet acheteur exige un engagement sur chacune de ses factures"
                    />
                    <CheckboxField
                      form={form}
                      name="exigeService"
                      label="Cet acheteur exige un code de service sur chacune de ses factures"
                    />
                  </>
                ) : null}
                <Field
                  form={form}
                  name="delaiJours"
                  label="Délai de règlement"
                  unite="jours"
                  inputmode="numeric"
                />
              </>
            )}
            {avoir ? <input type="hidden" name="delaiJours" value={String(p.delaiJours)} /> : null}
          </FieldSection>
          {avoir || constatee ? null : (
            <FieldSection titre="Lignes" plein>
              <div class="lignes-facture">
                <RepeatedRows form={form} name="lignes" titre="Ligne" ajouter="Ajouter une ligne" max={60}>
                  {(nom: string) => (
                    <>
                      <input
                        type="hidden"
                        name={`${nom}.rang`}
                        value={form.values.get(`${nom}.rang`)?.[0] ?? ''}
                      />
                      <ChampsDeLigne
                        form={form as never}
                        nom={nom}
                        natures={p.dossier === null ? naturesLibres : natures}
                      />
                    </>
                  )}
                </RepeatedRows>
              </div>
            </FieldSection>
          )}
          <div class="sect actions">
            <p class="sub sect-h" />
            <p>
              <Button genre="main" geste="corriger">
                Enregistrer les corrections
              </Button>
              <ButtonLink href={facturesUrl()}>Revenir aux factures</ButtonLink>
            </p>
          </div>
        </Form>
      ) : null}
    </Page>
  )
}

const chemin = parIdentifiant(projetUrl)

/** Les lignes écrites, chacune avec ce que l’écran ne change pas : ses heures, sa personne, l’acompte qu’elle déduit. */
const lignesDe = (d: z.output<typeof fields>, lu: ProjetVerifie): (LigneDeFacture & { rang: number })[] => {
  const pris = new Set<number>()
  let suivant = Math.max(-1, ...lu.papier.projet.lignes.map((l) => l.rang)) + 1
  return d.lignes.map((l) => {
    const dit = /^\d+$/.test(l.rang) ? Number(l.rang) : -1
    const avant = pris.has(dit) ? undefined : lu.papier.projet.lignes.find((x) => x.rang === dit)
    const rang = avant ? avant.rang : suivant++
    pris.add(rang)
    const { nature, bien } = deNature<Nature>(l.nature)
    const meme = avant?.nature === nature
    return {
      rang,
      nature,
      bien,
      libelle: l.libelle,
      inscription: avant?.inscription ?? null,
      acompte: meme ? (avant?.acompte ?? null) : null,
      quantite: l.quantite ?? 1000,
      unite: l.unite ?? 'forfait',
      prix: l.prix,
      montant: proportion(l.prix, l.quantite ?? 1000, 1000),
      taux: nature === 'acompte' && avant ? avant.taux : (l.taux ?? tauxDe(nature, assietteDe(lu.papier))),
      heures: meme && nature === 'formation' ? (avant?.heures ?? []) : [],
    }
  })
}

export const projetPage = (services: Services, prises: PrisesFacturation) => {
  const { db, clock } = services
  const rendre = async (
    c: Context<Env>,
    tx: TenantTx,
    p: ProjetLu,
    v: Visiteur,
    revenu: {
      form?: Formulaire
      decision?: Decision
      raison?: boolean
      status?: 200 | 409 | 413 | 415 | 422
    } = {},
  ) => {
    const lu = await verifierProjet(services, tx, p, clock.now())
    if (!lu) return notFound(c)
    const exigence = p.payeurEntreprise ? await exigenceDe(tx, p.payeurEntreprise) : undefined
    return c.html(
      <Vue
        lu={lu}
        retenues={await retenuesDuProjet(tx, p, clock.now(), prises, { figer: false })}
        juge={!v.assistance && v.lectureSeule !== true && peutVisiteur(v, 'controles.juger')}
        form={revenu.form ?? enFormulaire(p, assietteDe(lu.papier), exigence)}
        decision={revenu.decision ?? emptyForm()}
        raison={revenu.raison === true}
        emet={!v.assistance && peutVisiteur(v, 'facturation.emettre')}
        vise={!v.assistance && peutVisiteur(v, 'pieces.viser')}
        tient={!v.assistance && peutVisiteur(v, 'inscriptions.inscrire')}
        cae={estCae(lu.papier.organisme.forme)}
      />,
      revenu.status ?? 200,
    )
  }
  return new Hono<Env>()
    .use(chemin, exigerDroit('facturation.preparer'))
    .use(`${chemin}/*`, exigerDroit('facturation.preparer'))
    .get(chemin, (c) => pourProjet(c, db, (tx, p, v) => rendre(c, tx, p, v)))
    .get(parIdentifiant(epreuveProjetUrl), (c) =>
      pourProjet(c, db, async (tx, p, v) => {
        const r = await epreuveDuProjet(services, tx, p)
        return r.ok
          ? pdfResponse(r.value, 'apercu.pdf', 'inline')
          : rendre(c, tx, p, v, {
              form: withAlert(enFormulaire(p), { titre: 'Pas encore d’aperçu', phrase: r.error.phrase }),
              status: 409,
            })
      }),
    )
    .post(parIdentifiant(gesteProjetUrl), async (c) => {
      const decision = await readForm(fieldsVisa, c)
      return pourProjet(c, db, async (tx, p, v) => {
        const geste = decision.ok ? (decision.geste ?? '') : ''
        const dire = (phrase: string, titre = 'Rien n’a changé', status: 409 | 422 = 409) =>
          rendre(c, tx, p, v, { decision: withAlert(decision.form, { titre, phrase }), status })
        const version = decision.ok ? decision.data.version : -1
        const maintenant = clock.now()
        if (geste === 'emettre') {
          if (!peutVisiteur(v, 'facturation.emettre'))
            return forbidden(c, droits['facturation.emettre'].phrase)
          const r = await emettreProjet(
            services,
            tx,
            {
              projet: p.id,
              version,
              vise: peutVisiteur(v, 'pieces.viser'),
              raison: decision.ok ? decision.data.raison : '',
            },
            prises,
          )
          return r.ok
            ? redirectWith(c, factureUrl({ facture: r.value.id }), {
                genre: 'fait',
                fort: `${r.value.numero} est ${p.genre === 'avoir' ? 'émis' : 'émise'}.`,
                suite: 'Cette pièce est figée : elle se corrige par un avoir.',
              })
            : rendre(c, tx, p, v, {
                decision: withAlert(decision.form, {
                  titre: 'Rien n’a été émis',
                  phrase: r.error.map((x) => x.phrase).join(' '),
                }),
                raison: r.error.some((x) => x.code === 'exercice-depose'),
                status: 409,
              })
        }
        if (geste === 'abandonner') {
          const r = await abandonnerProjet(tx, p, version)
          return r.ok
            ? redirectWith(c, facturesUrl(), { genre: 'fait', fort: 'Le projet est abandonné.' })
            : dire(r.error.phrase)
        }
        if (geste === 'demander') {
          const r = await demanderVisa(tx, p, version, maintenant)
          return r.ok
            ? redirectWith(c, projetUrl({ projet: p.id }), {
                genre: 'fait',
                fort: 'Le visa est demandé.',
                suite: 'L’équipe d’appui la trouve dans sa journée.',
              })
            : dire(r.error.phrase)
        }
        if (geste === 'refuser') {
          if (!peutVisiteur(v, 'pieces.viser')) return forbidden(c, droits['pieces.viser'].phrase)
          const r = await refuserVisa(tx, p, version, decision.ok ? decision.data.motif : '', maintenant)
          if (!r.ok)
            return r.error.code === 'motif'
              ? dire(r.error.phrase, 'Rien n’a été décidé', 422)
              : dire(r.error.phrase)
          return redirectWith(c, facturesUrl(), {
            genre: 'fait',
            fort: 'Visa refusé.',
            suite: 'La personne lira votre raison.',
          })
        }
        return notFound(c)
      })
    })
    .post(chemin, async (c) => {
      const lu = await readForm(fields, c, { corps: 100_000 })
      return pourProjet(c, db, async (tx, p, v) => {
        const maintenant = clock.now()
        if (!lu.ok) return rendre(c, tx, p, v, { form: lu.form, status: lu.status })
        const verifie = await verifierProjet(services, tx, p, maintenant)
        if (!verifie) return notFound(c)
        const { du, au, motif, reference, codeService, delaiJours } = lu.data
        if (verifie.publique)
          await exigerDuPayeur(
            tx,
            p,
            { engagement: lu.data.exigeEngagement, service: lu.data.exigeService },
            maintenant,
          )
        const r = await corrigerProjet(tx, p, lu.data.version, {
          du,
          au,
          motif,
          reference,
          codeService,
          delaiJours,
          lignes: lignesDe(lu.data, verifie),
        })
        return r.ok
          ? redirectWith(c, projetUrl({ projet: p.id }), { genre: 'fait', fort: 'C’est corrigé.' })
          : rendre(c, tx, p, v, {
              form: withAlert(lu.form, r.error.phrase),
              status: r.error.code === 'perime' ? 409 : 422,
            })
      })
    })
}
