call app.proteger('app.famille', 'public');

call app.proteger('app.migration', 'public');

call app.proteger('app.porte', 'public');
