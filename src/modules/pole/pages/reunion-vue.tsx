import { formaterDate } from '#kernel/dates.ts'
import { compter } from '#kernel/texte.ts'
import {
  Button,
  Definitions,
  Etat,
  Facts,
  Field,
  Form,
  Page,
  RadioGroup,
  Section,
  Table,
} from '#web/components.tsx'
import { emptyForm } from '#web/form.ts'
import { direFermeture, direMoment, direQuand, formats } from '../domain/dire.ts'
import {
  convoquerUrl,
  corrigerUrl,
  decisionUrl,
  nouvelleDecisionUrl,
  polesUrl,
  poleUrl,
  reunionUrl,
} from '../liens.ts'
import { CompteRendu, Presences } from './compte-rendu.tsx'
import { etatsDecision, etatsEngagement, etatsReunion } from './dire.ts'
import { gesteUrl, nomDe, type VieReunion } from './reunion-vie.ts'
import { TourDeTable } from './tour-de-table.tsx'

const dits = { oui: 'vient', 'peut-etre': 'peut-être', non: 'ne vient pas' } as const

const Invitation = (v: VieReunion) => {
  const { r, u } = v
  const form = v.forms.reponse ?? emptyForm(undefined, { dit: v.maReponse })
  if (u.etat === 'tenue' && v.reponses.length === 0) return null
  const ouis = v.reponses.filter((x) => x.dit === 'oui')
  const viennent = new Set(ouis.map((x) => x.organisme))
  const places = u.jauge === null ? undefined : Math.max(0, u.jauge - ouis.length)
  return (
    <Section
      titre={u.etat === 'tenue' ? 'Qui pensait venir' : 'Qui vient'}
      id="reponses"
      sous={compter(viennent.size, 'coopérative', { zero: 'personne encore' })}
    >
      {v.reponses.length > 0 ? (
        <ul class="puces">
          {v.reponses.map((x) => (
            <li>
              {x.nom}, {nomDe(r, x.organisme)} : {dits[x.dit]}
            </li>
          ))}
        </ul>
      ) : (
        <p>Aucune réponse encore. Chacune répond pour sa coopérative, et peut changer d’avis.</p>
      )}
      {places !== undefined && u.etat === 'convoquee' ? (
        <p class="sub">
          {places === 0
            ? 'Toutes les places sont prises. Dites «\u00a0peut-être\u00a0» pour qu’on vous prévienne d’un désistement.'
            : `Il reste ${compter(places, 'place')}.`}
        </p>
      ) : null}
      {r.participe && u.etat === 'convoquee' ? (
        <Form form={form} action={gesteUrl(r, u, 'reponse')} classe="court">
          <RadioGroup
            form={form}
            name="dit"
            label="Pour votre coopérative"
            options={[
              { value: 'oui', label: 'je viens' },
              { value: 'peut-etre', label: 'peut-être' },
              { value: 'non', label: 'je ne viens pas' },
            ]}
          />
          <p class="gestes-l">
            <Button genre="main">{v.maReponse ? 'Changer ma réponse' : 'Répondre'}</Button>
          </p>
        </Form>
      ) : null}
    </Section>
  )
}

/** Les dates que le pôle se propose ; qui anime en retient une, et l'invitation part. */
const Dates = (v: VieReunion) => {
  const { r, u, dates, vote } = v
  if (dates.length === 0) return null
  const form = v.forms.retenir ?? emptyForm()
  const mieux = Math.max(...dates.map((d) => d.oui * 100 + d.peutEtre))
  const choisie = (d: (typeof dates)[number]) => u.debut !== null && +u.debut === +d.debut
  return (
    <Section
      titre="Quelle date"
      id="dates"
      {...(vote?.etat === 'ouverte' ? { sous: `réponses jusqu’au ${direFermeture(vote)}` } : {})}
    >
      <Table
        legende="Dates proposées"
        lignes={dates}
        colonnes={[
          { titre: 'Date', entete: true, cell: (d) => direMoment(d.debut, d.fin, u.zone) },
          { titre: 'Oui', nombre: true, cell: (d) => String(d.oui) },
          { titre: 'Peut-être', nombre: true, cell: (d) => String(d.peutEtre) },
          {
            titre: u.etat === 'dates' && r.anime ? 'Retenir' : 'Choix',
            cell: (d) =>
              u.etat === 'dates' && r.anime && d.debut > v.maintenant ? (
                <Form form={form} action={gesteUrl(r, u, 'retenir')} classe="">
                  <input type="hidden" name="rang" value={String(d.rang)} />
                  <Button
                    {...(mieux > 0 && d.oui * 100 + d.peutEtre === mieux ? { genre: 'main' as const } : {})}
                  >
                    Retenir et inviter
                    <span class="unseen"> : {direMoment(d.debut, d.fin, u.zone)}</span>
                  </Button>
                </Form>
              ) : choisie(d) ? (
                <Etat etat="prouve" mot="retenue" />
              ) : mieux > 0 && u.etat === 'dates' && d.oui * 100 + d.peutEtre === mieux ? (
                <Etat etat="a-juger" mot="en tête" />
              ) : (
                ''
              ),
          },
        ]}
      />
      {vote?.etat === 'ouverte' ? (
        <p>
          <a class="button call" href={decisionUrl({ pole: r.pole.id, decision: vote.id })}>
            Dire quand nous pouvons
          </a>
        </p>
      ) : null}
    </Section>
  )
}

const OrdreDuJour = (v: VieReunion) => {
  const { r, u } = v
  const form = v.forms.points ?? emptyForm()
  const total = v.points.reduce((n, p) => n + (p.minutes ?? 0), 0)
  return (
    <Section
      titre="Ordre du jour"
      id="ordre-du-jour"
      {...(total > 0 ? { sous: `${total}\u00a0min dites` } : {})}
    >
      {v.points.length === 0 ? (
        <p>
          {u.etat === 'tenue'
            ? 'Aucun point n’avait été proposé.'
            : 'L’ordre du jour est ouvert : chaque membre y met un point.'}
        </p>
      ) : (
        <ol class="sujets">
          {v.points.map((p) => (
            <li>
              <span>
                {p.titre}
                <small class="sub">
                  {' '}
                  {p.minutes ? `${p.minutes}\u00a0min, ` : ''}
                  {p.par}
                </small>
              </span>
            </li>
          ))}
        </ol>
      )}
      {r.participe && (u.etat === 'convoquee' || u.etat === 'dates') ? (
        <details class="volet" open={v.forms.points !== undefined}>
          <summary>Proposer un point</summary>
          <Form form={form} action={gesteUrl(r, u, 'points')} classe="court">
            <div class="champs">
              <Field form={form} name="point" label="Point" span={2} />
              <Field form={form} name="minutes" label="Minutes" inputmode="numeric" optional />
            </div>
            <p class="gestes-l">
              <Button genre="main">Proposer ce point</Button>
            </p>
          </Form>
        </details>
      ) : null}
    </Section>
  )
}

const Suites = (v: VieReunion) => {
  const { r, u } = v
  const form = v.forms.engagements ?? emptyForm(undefined, { qui: v.monNom })
  return (
    <Section titre="Ce qui en sort" id="suites">
      <h3>Engagements</h3>
      {v.engagements.length === 0 ? <p>Personne ne s’est encore engagé.</p> : null}
      <ul class="puces">
        {v.engagements.map((e) => (
          <li>
            {e.quoi} : {e.qui}
            {e.pour ? `, pour le ${formaterDate(e.pour)}` : ''}
            <small class="sub"> {etatsEngagement[e.etat].mot}</small>
          </li>
        ))}
      </ul>
      {r.participe && u.etat !== 'annulee' ? (
        <details class="volet" open={v.forms.engagements !== undefined}>
          <summary>S’engager</summary>
          <Form form={form} action={gesteUrl(r, u, 'engagements')} classe="court">
            <div class="champs">
              <Field form={form} name="quoi" label="Quoi" span={3} />
              <Field
                form={form}
                name="qui"
                label="Qui"
                hint="une personne du pôle reçoit un rappel une semaine avant"
              />
              <Field form={form} name="pour" label="Pour le" optional hint="22/03/2027" />
            </div>
            <p class="gestes-l">
              <Button genre="main">Noter l’engagement</Button>
            </p>
          </Form>
        </details>
      ) : null}
      <h3>Décisions</h3>
      {v.decisions.length === 0 ? <p>Aucune décision liée à cette rencontre.</p> : null}
      <ul class="puces">
        {v.decisions.map((d) => (
          <li>
            <a href={decisionUrl({ pole: r.pole.id, decision: d.id })}>{d.titre}</a> :{' '}
            {d.issue ?? etatsDecision[d.etat].mot}
          </li>
        ))}
      </ul>
      {r.anime ? (
        <p>
          <a href={`${nouvelleDecisionUrl({ pole: r.pole.id })}?reunion=${u.id}`}>Ouvrir un vote</a>
        </p>
      ) : null}
      <h3>Prochaine rencontre</h3>
      <p>
        {v.suivante ? (
          <a href={reunionUrl({ pole: r.pole.id, reunion: v.suivante.id })}>
            {v.suivante.titre}, {direQuand(v.suivante)}
          </a>
        ) : r.anime ? (
          <a href={convoquerUrl({ pole: r.pole.id })}>
            Convoquer la suivante : un pôle tient par sa prochaine date
          </a>
        ) : (
          'Pas encore convoquée.'
        )}
      </p>
    </Section>
  )
}

const Gestes = (v: VieReunion) => {
  const { r, u } = v
  if (!r.anime || u.etat === 'annulee' || u.etat === 'tenue') return null
  const form = v.forms.annuler ?? emptyForm()
  return (
    <Section
      titre="Tenir la rencontre"
      id="tenir"
      outils={[{ libelle: 'Corriger l’invitation', href: corrigerUrl({ pole: r.pole.id, reunion: u.id }) }]}
    >
      <Form form={v.forms.etat ?? emptyForm()} action={gesteUrl(r, u, 'etat')} classe="court">
        <p>Le jour venu, dites qu’elle s’est tenue : les présences et le récit s’ouvrent.</p>
        <p class="gestes-l">
          <Button genre="main">La rencontre s’est tenue</Button>
        </p>
      </Form>
      <details class="volet" open={v.forms.annuler !== undefined}>
        <summary>Annuler la rencontre</summary>
        <Form form={form} action={gesteUrl(r, u, 'annuler')} classe="court">
          <div class="champs">
            <Field form={form} name="motif" label="Pourquoi" span={3} />
          </div>
          <p class="gestes-l">
            <Button genre="grave">Annuler la rencontre</Button>
          </p>
        </Form>
      </details>
    </Section>
  )
}

export const VueReunion = (v: VieReunion) => {
  const { r, u } = v
  return (
    <Page
      title={u.titre}
      islands={v.brouillon ? ['brouillon'] : []}
      path={[
        { libelle: 'Pôle', href: polesUrl() },
        { libelle: r.pole.nom, href: poleUrl({ pole: r.pole.id }) },
      ]}
      alert={Object.values(v.forms).find((f) => f?.alert)?.alert}
      facts={
        <Facts
          faits={[
            ['Quand', direQuand(u)],
            ['Forme', formats[u.format]],
            ['Chez', u.hote || 'à dire'],
            ['État', <Etat {...etatsReunion[u.etat]} />],
          ]}
        />
      }
    >
      {u.etat === 'annulee' ? <p class="flash mal">Annulée : {u.motif}</p> : null}
      <Section titre="Où" id="lieu">
        <Definitions
          lignes={[
            ['Adresse', u.lieu || 'à distance'],
            ...(u.acces ? [['Accès', u.acces] as const] : []),
            ...(u.visio ? [['Visio, pour les membres', u.visio] as const] : []),
            ...(u.jauge ? [['Places', String(u.jauge)] as const] : []),
          ]}
        />
      </Section>
      <Dates {...v} />
      {u.etat === 'dates' ? null : <Invitation {...v} />}
      <OrdreDuJour {...v} />
      <TourDeTable {...v} />
      <Gestes {...v} />
      {u.etat === 'tenue' ? (
        <>
          <Presences {...v} />
          <CompteRendu {...v} />
        </>
      ) : null}
      <Suites {...v} />
    </Page>
  )
}
