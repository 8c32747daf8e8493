import type { DateCivile } from '#kernel/dates.ts'
import { formaterDate } from '#kernel/dates.ts'
import { formaterInstant, jourLocal } from '#kernel/zones.ts'
import { nouvelleSessionUrl, sessionUrl } from '#modules/sessions/index.ts'
import { Alert, Empty, Etat, Facts, Field, RadioGroup, Section, SelectField } from '#web/components.tsx'
import { membresPresents } from '../domain/groupement.ts'
import { articleDuVisa, joursDeVisa } from '../domain/parametres.ts'
import {
  bonsQuiValent,
  type Commande,
  ceQueLeBonDisait,
  consommation,
  declareDeuxFois,
  type Execution,
  ecartsDUneCommande,
  ecartsDuReport,
  echeanceDuVisa,
  etatDuVisa,
  facturesDeLaSession,
  ligneProposee,
  quiFacture,
} from '../domain/suite.ts'
import { papierUrl } from '../liens.ts'
import {
  action,
  direMontant,
  enEuros,
  executionDe,
  jour,
  type Lu,
  nomDe,
  type Props,
  sieg,
  Volet,
} from './suite-vue.tsx'

type Demandee = Execution & { readonly demandeLe: string }
const visaDe = (lu: Lu, cle: string, e: Demandee) =>
  etatDuVisa(e, lu.visas.find((v) => v.cle === cle)?.contenu, jourLocal(lu.le, lu.r.d.g.zone))
/** Où en est la demande de paiement direct : le sous-traitant et le titulaire lisent la même phrase. */
const OuEnEstLeVisa = ({ lu, cle, e }: { lu: Lu; cle: string; e: Demandee }) => {
  const { demandeLe } = e
  const visa = lu.visas.find((v) => v.cle === cle)?.contenu
  const titulaire = nomDe(lu.r, lu.r.d.g.mandataire)
  // Une demande refusée se refait ; le refus d’avant se lit encore.
  const refus =
    visa?.decision === 'refuse' && visa.demandeLe !== demandeLe
      ? ` Celle du ${jour(visa.demandeLe)} fut refusée le ${jour(visa.le)} : « ${visa.motif} »`
      : ''
  switch (visaDe(lu, cle, e)) {
    case 'attendu':
      return (
        <li>
          <Etat etat="a-venir" mot="visa attendu" /> {titulaire} vise la demande du {jour(demandeLe)} jusqu’au{' '}
          {jour(echeanceDuVisa(e))} ; sans réponse écrite, elle serait réputée acceptée (
          {articleDuVisa(demandeLe)}).
          {refus}
        </li>
      )
    case 'tacite':
      return (
        <li>
          <Etat etat="a-juger" mot="réputée acceptée" /> {titulaire} n’a rien écrit ici de la demande du{' '}
          {jour(demandeLe)} en {joursDeVisa(demandeLe)} jours ({articleDuVisa(demandeLe)}). Un refus parti
          autrement ne se lit pas ici.{refus}
        </li>
      )
    default:
      return (
        <li>
          <Etat
            etat={visa?.decision === 'accepte' ? 'prouve' : 'manquant'}
            mot={visa?.decision === 'accepte' ? 'visée' : 'refusée'}
          />{' '}
          {titulaire}, le {jour(visa?.le ?? demandeLe)}
          {visa?.motif ? ` : « ${visa.motif} »` : ''}
        </li>
      )
  }
}
const Viser = ({ lu, form: de, cle }: Props & { cle: string }) => {
  const form = de(`visa-${cle}`)
  return (
    <Volet
      titre="Viser la demande de paiement direct"
      ouvert
      form={form}
      action={action(lu, 'visa')}
      noms={{ decision: 'Décision', motif: 'Pourquoi' }}
      libelle="Écrire notre visa"
    >
      <input type="hidden" name="commande" value={cle} />
      <RadioGroup
        form={form}
        name="decision"
        label="La demande est"
        options={[
          { value: 'accepte', label: 'acceptée' },
          { value: 'refuse', label: 'refusée' },
        ]}
      />
      <Field form={form} name="motif" label="Pourquoi, si vous refusez" optional span={2} />
    </Volet>
  )
}

/** La session du membre : il l’ouvre d’ici ; les autres en lisent le numéro qu’il a dit. */
const LaSession = ({ lu, e, sienne }: { lu: Lu; e: Execution | undefined; sienne: boolean }) => {
  if (!e?.session) return <>à planifier</>
  const nom = `${e.session}, ${e.intitule}`
  return sienne && e.sessionId && lu.lireLesSessions ? (
    <a href={sessionUrl({ session: e.sessionId })}>{nom}</a>
  ) : (
    <>{nom}</>
  )
}
const mots: { readonly [K in keyof Commande]-?: (c: Commande, lu: Lu) => string } = {
  numero: (c) => `numéro ${c.numero}`,
  le: (c) => `du ${jour(c.le)}`,
  objet: (c) => `« ${c.objet} »`,
  membre: (c, lu) => `pour ${nomDe(lu.r, c.membre)}`,
  centimes: (c) => direMontant(c.centimes),
  annule: (c) => `annulé, « ${c.annule} »`,
}
/** Ce que le bon disait avant d’être corrigé : une correction se voit de chaque membre. */
const CeQuIlDisait = ({ lu, cle }: { lu: Lu; cle: string }) => {
  const corrections = ceQueLeBonDisait(
    lu.versions.flatMap((v) => (v.cle === cle ? [{ le: v.le, contenu: v.contenu as Commande }] : [])),
  )
  return corrections.length === 0 ? null : (
    <ul>
      {corrections.map(({ jusquau, avant }) => (
        <li>
          Corrigé le {formaterInstant(jusquau, lu.r.d.g.zone)} par {nomDe(lu.r, lu.r.d.g.mandataire)} ; il
          disait avant :{' '}
          {(Object.keys(avant) as (keyof Commande)[]).map((k) => mots[k](avant as Commande, lu)).join(', ')}.
        </li>
      ))}
    </ul>
  )
}

const Annuler = ({ lu, form: de, cle }: Props & { cle: string }) => {
  const form = de(`annuler-${cle}`)
  return (
    <Volet
      titre="Annuler ce bon"
      ouvert={false}
      form={form}
      action={action(lu, 'annuler')}
      noms={{ motif: 'Pourquoi' }}
      libelle="Annuler ce bon"
    >
      <input type="hidden" name="commande" value={cle} />
      <Field form={form} name="motif" label="Pourquoi" hint="chaque membre le lit" span={2} />
    </Volet>
  )
}
/** Un bon annulé : ce qu’il disait et pourquoi il ne compte plus. */
const BonAnnule = ({ lu, cle, c }: { lu: Lu; cle: string; c: Commande }) => (
  <Section titre={`Commande ${c.numero}`} id={`commande-${cle}`} sous={c.objet}>
    <p>
      <Etat etat="sans-objet" mot="annulé" /> par {nomDe(lu.r, lu.r.d.g.mandataire)} : « {c.annule} » Il était
      de {direMontant(c.centimes)}, pour {nomDe(lu.r, c.membre)}.
    </p>
    <CeQuIlDisait lu={lu} cle={cle} />
  </Section>
)

const UneCommande = ({ lu, form: de, cle, c }: Props & { cle: string; c: Commande }) => {
  const { r } = lu
  const fiche = lu.fiche
  if (!fiche) return null
  if (c.annule !== undefined) return <BonAnnule lu={lu} cle={cle} c={c} />
  const e = executionDe(lu, cle, c.membre)
  const demandee = e?.demandeLe ? { ...e, demandeLe: e.demandeLe } : undefined
  const forme = r.d.g.forme ?? 'conjoint'
  const proposee = ligneProposee(forme, fiche, c.membre === r.d.g.mandataire)
  const report = c.membre === r.moi ? lu.portees.get(cle) : undefined
  const siennes = lu.executions.filter((x) => x.organisme === r.moi).map((x) => x.contenu)
  const ecarts = [
    ...ecartsDUneCommande(c, e, proposee),
    ...(e && report
      ? ecartsDuReport({ ligne: e.ligne, factures: facturesDeLaSession(siennes, e) }, report)
      : []),
  ]
  const portees = report === undefined || report === 'introuvable' ? [] : report.portees
  const form = de(
    `execution-${cle}`,
    e
      ? {
          session: e.session,
          heures: String(e.heures),
          stagiaires: String(e.stagiaires),
          factures: enEuros(e.factures),
          demandeLe: e.demandeLe ? formaterDate(e.demandeLe as DateCivile, 'chiffres') : '',
          ligne: e.ligne,
          motif: e.motif,
          couts: enEuros(e.couts),
          payes: enEuros(e.payes),
        }
      : { ligne: proposee.ligne },
  )
  return (
    <Section titre={`Commande ${c.numero}`} id={`commande-${cle}`} sous={c.objet}>
      <Facts
        faits={[
          ['Membre', nomDe(r, c.membre)],
          ['Montant', direMontant(c.centimes)],
          ['Passée le', jour(c.le)],
          ['Session', <LaSession lu={lu} e={e} sienne={c.membre === r.moi} />],
          ['Heures', e ? String(e.heures) : 'non dites'],
          ['Facturé', direMontant(e?.factures)],
          ...(forme === 'sous-traitance' ? ([['Payé à ce jour', direMontant(e?.payes)]] as const) : []),
          ['Bilan pédagogique', `${e?.ligne ?? proposee.ligne} : ${proposee.avec}`],
          ...(portees.length > 0
            ? ([
                [
                  'Porté par les dossiers clients',
                  portees.map((p) => `${p.ligne}, ${direMontant(p.centimes)}`).join(' ; '),
                ],
              ] as const)
            : []),
        ]}
      />
      <ul>
        {quiFacture(forme, fiche.circuit, nomDe(r, c.membre), nomDe(r, r.d.g.mandataire), c.le).map((p) => (
          <li>{p}</li>
        ))}
        {ecarts.map((x) => (
          <li>
            <Etat etat="a-juger" mot="à voir" /> {x}
          </li>
        ))}
        {demandee ? <OuEnEstLeVisa lu={lu} cle={cle} e={demandee} /> : null}
      </ul>
      <CeQuIlDisait lu={lu} cle={cle} />
      {proposee.doute === null ? null : (
        <p>
          <small>{proposee.doute}</small>
        </p>
      )}
      {forme === 'sous-traitance' && c.membre !== r.d.g.mandataire ? (
        <p>
          <a href={papierUrl({ groupement: r.d.g.id, papier: 'dc4', qui: c.membre })}>
            Le DC4 de {nomDe(r, c.membre)}
          </a>
        </p>
      ) : null}
      {r.mandataire && demandee && visaDe(lu, cle, demandee) === 'attendu' ? (
        <Viser lu={lu} form={de} cle={cle} />
      ) : null}
      {r.mandataire && e === undefined ? <Annuler lu={lu} form={de} cle={cle} /> : null}
      {c.membre === r.moi ? (
        <Volet
          titre="Ce que nous en avons fait"
          ouvert={e === undefined}
          form={form}
          action={action(lu, 'execution')}
          noms={{ session: 'Session', heures: 'Heures', factures: 'Facturé' }}
          libelle="Enregistrer ce que nous avons fait"
          suite={<a href={nouvelleSessionUrl()}>Planifier la session</a>}
        >
          <input type="hidden" name="commande" value={cle} />
          <Field
            form={form}
            name="session"
            label="Numéro de notre session"
            optional
            hint="celle que vous avez planifiée"
          />
          <Field form={form} name="heures" label="Heures réalisées" inputmode="numeric" />
          <Field form={form} name="stagiaires" label="Stagiaires" inputmode="numeric" />
          <Field form={form} name="factures" label="Facturé hors taxes" unite="€" inputmode="decimal" />
          {forme === 'sous-traitance' && !r.mandataire ? (
            <>
              <Field form={form} name="demandeLe" label="Paiement direct demandé le" optional />
              <Field
                form={form}
                name="payes"
                label="Payé à ce jour, hors taxes"
                optional
                unite="€"
                inputmode="decimal"
              />
            </>
          ) : null}
          {sieg(lu) ? (
            <Field form={form} name="couts" label="Coût réel" optional unite="€" inputmode="decimal" />
          ) : null}
          <Field
            form={form}
            name="ligne"
            label="Ligne du bilan pédagogique"
            hint={`proposée : ${proposee.ligne}`}
          />
          <Field form={form} name="motif" label="Pourquoi une autre ligne" optional span={2} />
        </Volet>
      ) : null}
    </Section>
  )
}

export const Commandes = ({ lu, form: de }: Props) => {
  const { r } = lu
  if (lu.issue?.etat !== 'attribue' || lu.fiche === undefined) return null
  const conso = consommation(
    bonsQuiValent(lu.commandes).map((c) => c.contenu),
    lu.fiche,
  )
  const doubles = declareDeuxFois(
    r.d.g.forme ?? 'conjoint',
    lu.executions
      .filter((e) => e.contenu.factures > 0)
      .map((e) => ({ commande: e.cle, organisme: e.organisme })),
  )
  const form = de('commande')
  return (
    <>
      <Section titre="Bons de commande" id="commandes">
        {doubles.length === 0 ? null : (
          <Alert fort="Deux membres déclarent la même commande : le montant se compterait deux fois." />
        )}
        {conso.depasse ? <Alert fort="Les commandes dépassent le maximum du lot." /> : null}
        <Facts
          faits={[
            ['Commandé', direMontant(conso.commande)],
            ['Maximum', direMontant(lu.fiche.maximum)],
            ['Reste à commander', direMontant(conso.reste)],
            ['Manque au minimum', direMontant(conso.manqueAuMinimum)],
          ]}
        />
        {lu.commandes.length === 0 ? (
          <Empty titre="Aucune commande">
            L’acheteur en émet ; le mandataire les recopie ici, et chacune va à un membre.
          </Empty>
        ) : null}
        {r.mandataire ? (
          <Volet
            titre="Recopier ou corriger un bon de commande"
            ouvert={lu.commandes.length === 0}
            form={form}
            action={action(lu, 'commande')}
            noms={{ bon: 'Ce bon', numero: 'Numéro', le: 'Date', membre: 'Membre', montant: 'Montant' }}
            libelle="Recopier ce bon de commande"
          >
            {bonsQuiValent(lu.commandes).length > 0 ? (
              <SelectField
                form={form}
                name="bon"
                label="Ce bon"
                vide="est nouveau"
                options={bonsQuiValent(lu.commandes).map((c) => ({
                  value: c.cle,
                  label: `corrige ${c.contenu.numero}, numéro compris`,
                }))}
              />
            ) : null}
            <Field form={form} name="numero" label="Numéro du bon" />
            <Field form={form} name="le" label="Du" />
            <Field form={form} name="montant" label="Montant hors taxes" unite="€" inputmode="decimal" />
            <SelectField
              form={form}
              name="membre"
              label="Pour"
              vide="choisir"
              options={membresPresents(r.d).map((m) => ({ value: m.organisme, label: m.nom }))}
            />
            <Field form={form} name="objet" label="Objet" span={2} />
          </Volet>
        ) : null}
      </Section>
      {lu.commandes.map((c) => (
        <UneCommande lu={lu} form={de} cle={c.cle} c={c.contenu} />
      ))}
    </>
  )
}
